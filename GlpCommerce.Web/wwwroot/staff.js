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
// What is typed into such a form stays in this browser until it is saved or thrown away: it outlives a lost connection.
(() => {
  const keep = form => {
    const texts = {};
    for (const field of form.elements) {
      if (!field.name) continue;
      if (field.type !== 'checkbox') texts[field.name] = field.value;
      else if (field.checked) texts[field.name] = texts[field.name] ? `${texts[field.name]}\n${field.value}` : field.value;
    }
    try {
      localStorage.setItem(form.dataset.keep, JSON.stringify({ texts, version: Number(form.dataset.version), at: Date.now() }));
    } catch {
      // A full or forbidden store: typing goes on without it.
    }
  };
  document.addEventListener('input', event => {
    const form = event.target.closest?.('form[data-keep]');
    if (form) keep(form);
  });
  window.staff = {
    // A stream holds one byte at least.
    kept: key => new TextEncoder().encode(localStorage.getItem(key) || 'null'),
    drop: key => localStorage.removeItem(key),
    utc: local => new Date(local).getTime(),
  };
})();
