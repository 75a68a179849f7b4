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
// Tables of numbers: arrows go up and down a column, and a block from a spreadsheet fills the cells from here on.
(() => {
  const cellsOf = row => [...row.querySelectorAll('input')];
  const placeOf = input => {
    const rows = [...input.closest('tbody').rows];
    const row = input.closest('tr');
    return { rows, row: rows.indexOf(row), column: cellsOf(row).indexOf(input) };
  };
  const isCell = target => target.matches?.('table[data-cells] tbody input');
  document.addEventListener('keydown', event => {
    const step = { ArrowUp: -1, ArrowDown: 1 }[event.key];
    if (!step || !isCell(event.target)) return;
    const { rows, row, column } = placeOf(event.target);
    const next = rows[row + step] && cellsOf(rows[row + step])[column];
    if (!next) return;
    event.preventDefault();
    next.focus();
    next.select();
  });
  document.addEventListener('paste', event => {
    const text = event.clipboardData?.getData('text') ?? '';
    if (!isCell(event.target) || !/[\t\n]/.test(text.trimEnd())) return;
    event.preventDefault();
    const { rows, row, column } = placeOf(event.target);
    text.trimEnd().split(/\r?\n/).forEach((line, down) => line.split('\t').forEach((value, right) => {
      const cell = rows[row + down] && cellsOf(rows[row + down])[column + right];
      if (!cell) return;
      cell.value = value.trim().slice(0, cell.maxLength);
      for (const kind of ['input', 'change']) cell.dispatchEvent(new Event(kind, { bubbles: true }));
    }));
  });
})();
