// The explorer asks as any client does, with the header that mutations need beside cookies.
const first = `# Ask the shop. Ctrl-Space suggests, Ctrl-Enter sends.
query Shelf {
  productsConnection(first: 5, filter: { glp1Stage: "starting" }) {
    totalCount
    nodes {
      id
      name
      price
      stages {
        label
      }
    }
  }
}
`;

const root = document.getElementById('explorer');

// The name by which GraphiQL's parts look for the page's nonce.
window.__webpack_nonce__ = root.dataset.nonce;

ReactDOM.createRoot(root).render(
  React.createElement(GraphiQL, {
    fetcher: GraphiQL.createFetcher({ url: '/graphql', headers: { 'X-GLP-Client': 'explorer' } }),
    defaultQuery: first,
    shouldPersistHeaders: false,
  }));
