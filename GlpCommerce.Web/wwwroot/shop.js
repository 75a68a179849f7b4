// The pages work without this. After a link was followed without a full load, a screen reader is told by moving the
// focus to the new page's headline; after a full load the browser's own order stays.
(() => {
  const address = () => location.pathname + location.search;
  let shown = address();
  Blazor.addEventListener('enhancedload', () => {
    if (address() === shown) return;
    shown = address();
    const headline = document.querySelector('h1');
    if (!headline || location.hash) return;
    headline.tabIndex = -1;
    headline.focus({ preventScroll: true });
  });
})();
