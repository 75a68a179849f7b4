// Going from page to page inside a circuit moves no focus by itself: a screen reader is told by the new page's headline.
(() => {
  let shown = location.pathname;
  let marked = null;
  new MutationObserver(() => {
    const entry = document.querySelector('.top [aria-current]');
    if (entry && entry !== marked) {
      // On a narrow screen the menu scrolls sideways: where one is has to be seen.
      marked = entry;
      const list = entry.closest('ul');
      list.scrollLeft = entry.offsetLeft - (list.clientWidth - entry.offsetWidth) / 2;
    }
    if (location.pathname === shown) return;
    const headline = document.querySelector('#main h1');
    if (!headline) return;
    shown = location.pathname;
    headline.tabIndex = -1;
    headline.focus({ preventScroll: true });
  }).observe(document.body, { childList: true, subtree: true, attributeFilter: ['aria-current'] });
})();
// What had the focus may go with what was done: the next Tab goes on from what was drawn in its stead, from the dialog or from the headline.
(() => {
  let last = null;
  let home = '';
  const find = id => {
    if (document.activeElement !== document.body) return;
    const dialog = document.querySelector('.mud-dialog');
    const same = document.getElementById(id) || (!dialog && document.getElementById(home));
    const place = same || dialog || document.querySelector('#main h1');
    if (!place) return;
    if (!same) place.tabIndex = -1;
    place.focus({ preventScroll: true });
  };
  document.addEventListener('focusin', event => {
    last = event.target;
    if (last.closest('#main')) home = last.id;
  });
  new MutationObserver(() => {
    if (!last || last.isConnected) return;
    const { id } = last;
    last = null;
    // A dialog that closes gives the focus back by itself, if it can.
    setTimeout(find, 200, id);
  }).observe(document.body, { childList: true, subtree: true });
})();
// What is typed into such a form stays in this browser until it is saved or thrown away: it outlives a lost connection. It is offered
// to nobody but who typed it, and ends when somebody signs out (shop.js).
(() => {
  let isOver = false;
  const keyOf = name => `draft ${document.body.dataset.who} ${name}`;
  const keep = form => {
    if (isOver) return;
    const texts = {};
    for (const field of form.elements) {
      if (!field.name) continue;
      if (field.type !== 'checkbox') texts[field.name] = field.value;
      else if (field.checked) texts[field.name] = texts[field.name] ? `${texts[field.name]}\n${field.value}` : field.value;
    }
    try {
      localStorage.setItem(keyOf(form.dataset.keep), JSON.stringify({ texts, version: Number(form.dataset.version), at: Date.now() }));
    } catch {
      // A full or forbidden store: typing goes on without it.
    }
  };
  document.addEventListener('input', event => {
    const form = event.target.closest?.('form[data-keep]');
    if (form) keep(form);
  });
  addEventListener('storage', event => {
    isOver ||= event.key === 'signed-out';
  });
  window.staff = {
    hasKept: name => localStorage.getItem(keyOf(name)) !== null,
    // A stream holds one byte at least.
    kept: name => new TextEncoder().encode(localStorage.getItem(keyOf(name)) || 'null'),
    drop: name => localStorage.removeItem(keyOf(name)),
    utc: local => new Date(local).getTime(),
  };
})();
// A small form (StaffForm) is kept in this tab only, by the words that name its fields, from the first key until it was sent or closed.
// Never a secret; and all of it ends with the tab, or when somebody signs out in any tab (shop.js).
(() => {
  const who = `typed ${document.body.dataset.who} `;
  const offered = new WeakMap();
  const missing = new WeakMap();
  let isOver = false;
  const forget = isMeant => Object.keys(sessionStorage).filter(key => key.startsWith('typed ') && isMeant(key)).forEach(key => sessionStorage.removeItem(key));
  // Two lines of an order may bear one name: their fields say which line they are of.
  const nameOf = field => field.dataset.key || field.labels?.[0]?.textContent.trim() || field.ariaLabel || field.name;
  const isTick = field => field.type === 'checkbox' || field.type === 'radio';
  const valueOf = field => isTick(field) ? field.checked : field.value;
  const fieldsOf = form => [...form.elements].filter(field =>
    field.matches('input,select,textarea') && !['password', 'file', 'hidden'].includes(field.type) && !/password|one-time/.test(field.autocomplete) && nameOf(field));
  const read = name => JSON.parse(sessionStorage.getItem(who + name));
  const write = (name, kept) => sessionStorage.setItem(who + name, JSON.stringify(kept));
  const keep = (form, isSent) => {
    if (isOver) return;
    const texts = { ...Object.fromEntries(missing.get(form) ?? []), ...Object.fromEntries(fieldsOf(form).map(field => [nameOf(field), valueOf(field)])) };
    try {
      write(form.dataset.typed, { texts, isSent, at: Date.now() });
    } catch {
      // A full or forbidden store: typing goes on without it.
    }
  };
  const tell = field => ['input', 'change'].forEach(kind => field.dispatchEvent(new Event(kind, { bubbles: true })));
  // As if it were typed once more: what follows from it follows. What stands there only after that waits for it.
  const fill = form => {
    const left = new Map(Object.entries(offered.get(form) ?? {}));
    missing.set(form, left);
    const step = () => {
      for (const field of fieldsOf(form)) {
        const value = left.get(nameOf(field));
        if (value === undefined || field.tagName === 'SELECT' && ![...field.options].some(option => option.value === value)) continue;
        left.delete(nameOf(field));
        if (valueOf(field) === value || field.type === 'radio' && !value) continue;
        if (isTick(field)) field.click();
        else {
          field.value = value;
          tell(field);
        }
      }
      if (!left.size) later.disconnect();
    };
    const later = new MutationObserver(step);
    later.observe(form, { childList: true, subtree: true, characterData: true });
    step();
  };
  const answer = (form, act) => {
    act(form);
    offered.delete(form);
    fieldsOf(form)[0]?.focus();
  };
  document.addEventListener('input', event => {
    const form = event.target.closest?.('form[data-typed]');
    if (form) keep(form, false);
  });
  document.addEventListener('submit', event => {
    if (event.target.dataset.typed) keep(event.target, true);
  }, true);
  // What was typed while the connection was away reached nobody: it is told once it is back.
  let wasAway = false;
  new MutationObserver(() => {
    const isAway = document.getElementById('components-reconnect-modal')?.style.display === 'block';
    if (wasAway && !isAway) {
      const forms = [...document.querySelectorAll('form[data-typed],form[data-keep]')];
      forms.filter(form => form.dataset.keep ? window.staff.hasKept(form.dataset.keep) : read(form.dataset.typed))
        .forEach(form => fieldsOf(form).filter(field => field.type !== 'radio' || field.checked).forEach(tell));
    }
    wasAway = isAway;
  }).observe(document.body, { childList: true, subtree: true, attributeFilter: ['style'] });
  addEventListener('storage', event => {
    if (event.key !== 'signed-out') return;
    isOver = true;
    forget(() => true);
  });
  Object.assign(window.staff, {
    typed: form => {
      try {
        forget(key => !key.startsWith(who));
        const kept = form && read(form.dataset.typed);
        if (!kept || !kept.isSent && fieldsOf(form).every(field => [undefined, valueOf(field)].includes(kept.texts[nameOf(field)]))) return null;
        offered.set(form, kept.texts);
        return { at: kept.at, isSent: kept.isSent };
      } catch {
        return null;
      }
    },
    bringBack: form => answer(form, fill),
    throwAway: form => answer(form, () => window.staff.sent(form.dataset.typed)),
    sent: name => forget(key => key === who + name),
    // Refused: what stands there was not done.
    answered: name => {
      const kept = read(name);
      if (kept) write(name, { ...kept, isSent: false });
    },
  });
})();
// A scanner types a code and sends Enter: what it types next takes the place of that.
document.addEventListener('keydown', event => {
  if (event.key === 'Enter' && event.target.matches?.('[role=search] input[type=search]')) event.target.select();
});
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
