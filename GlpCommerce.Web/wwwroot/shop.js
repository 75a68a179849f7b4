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

  // Times are written in UTC; only the browser knows the reader's own. What an island writes later is put right too.
  const format = new Intl.DateTimeFormat(document.documentElement.lang, { weekday: 'long', month: 'long', day: 'numeric', hour: 'numeric', minute: '2-digit' });
  const own = () => document.querySelectorAll('time[datetime$="Z"]:not([data-own])').forEach(time => {
    time.dataset.own = '';
    time.firstChild.data = format.format(new Date(time.dateTime));
  });
  new MutationObserver(own).observe(document.body, { childList: true, subtree: true });
  Blazor.addEventListener('enhancedload', own);
  own();

  // The link past the head leaves out the address's question on some pages; here it needs none.
  document.addEventListener('click', event => {
    const main = event.target.closest?.('a.skip') && document.getElementById('main');
    if (!main) return;
    event.preventDefault();
    main.tabIndex = -1;
    main.focus();
  }, true);

  // The state says the tax: whoever chooses one sees the total at once. Without script it is said when the order is placed.
  document.addEventListener('change', async event => {
    const form = event.target.id === 'state' && event.target.closest('form[action="/checkout"]');
    if (!form) return;
    const state = event.target.value;
    const answer = await fetch(`/checkout?state=${encodeURIComponent(state)}`).catch(() => null);
    if (!answer?.ok || answer.redirected) return;
    const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
    const total = page.querySelector('[name=expectedTotal]');
    // Another state may have been chosen meanwhile, or another page.
    if (!total || event.target.value !== state || !form.isConnected) return;
    form.elements.expectedTotal.value = total.value;
    for (const part of ['goods', 'cost', 'place']) document.getElementById(part).replaceChildren(...page.getElementById(part).childNodes);
    form.dispatchEvent(new CustomEvent('total', { detail: Number(total.value) }));
  });

  // What staff have typed and not sent (staff.js) ends in every tab when somebody signs out.
  const forget = () => [[sessionStorage, 'typed '], [localStorage, 'draft ']].forEach(([store, kind]) =>
    Object.keys(store).filter(key => key.startsWith(kind)).forEach(key => store.removeItem(key)));
  document.addEventListener('submit', event => {
    if (!['sign-out', 'everywhere'].includes(event.target.elements._handler?.value)) return;
    try {
      forget();
      localStorage.setItem('signed-out', '');
      localStorage.removeItem('signed-out');
    } catch {
      // A store that is forbidden holds nothing.
    }
  }, true);
  addEventListener('storage', event => {
    if (event.key === 'signed-out') forget();
  });

  // Where a page asks for a passkey, the script that speaks to them is fetched.
  const passkey = async () => {
    const form = document.querySelector('form[data-passkey]');
    if (form) (await import(new URL(form.dataset.script, document.baseURI))).start(form);
  };
  Blazor.addEventListener('enhancedload', passkey);
  passkey();

  // A link may bring an order's key behind its #, which no server and no log sees. It is used once and taken out of the address.
  const key = /^#key=([\w-]{20,128})$/.exec(location.hash);
  if (key) {
    history.replaceState(null, '', location.pathname);
    const form = document.getElementById('order-key');
    if (form) {
      form.elements.key.value = key[1];
      form.requestSubmit();
    }
  }
})();
