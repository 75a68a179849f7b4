// Going from page to page inside a circuit moves no focus by itself: a screen reader is told by the new page's headline.
(() => {
  let shown = location.pathname;
  new MutationObserver(() => {
    if (location.pathname === shown) return;
    const headline = document.querySelector('#main h1');
    if (!headline) return;
    shown = location.pathname;
    headline.tabIndex = -1;
    headline.focus({ preventScroll: true });
  }).observe(document.body, { childList: true, subtree: true });
})();
