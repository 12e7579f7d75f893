// The grid: moves, typing, pasting a block, the drawer of a cell, conflicts.
(function () {
  "use strict";
  const entry = window.goujiEntry;
  if (!entry) return;
  const { data, words, cells, say } = entry;
  const at = JSON.parse(document.getElementById("entry-at").textContent);
  const place = document.getElementById("grid");
  let table = null;
  let grid = null;
  let typed = null;
  entry.table = () => table;

  function escaped(text) {
    const element = document.createElement("span");
    element.textContent = text;
    return element.innerHTML;
  }

  // ── showing ──
  let asked = "";
  async function show(name) {
    const wanted = data.tables.find((each) => each.name === name) || data.tables[0];
    asked = wanted.name;
    if (!wanted.rows) {
      place.setAttribute("aria-busy", "true");
      const told = await entry.fetchTable("name=" + encodeURIComponent(wanted.name));
      place.removeAttribute("aria-busy");
      if (!told || asked !== wanted.name) return;  // another table was opened meanwhile
    }
    table = data.tables.find((each) => each.name === wanted.name);
    document.querySelectorAll("[data-table]").forEach((link) => {
      if (link.dataset.table === table.name) link.setAttribute("aria-current", "page");
      else link.removeAttribute("aria-current");
    });
    document.getElementById("table-title").textContent = table.title;
    document.getElementById("table-note").textContent = table.note;
    if (grid) grid.destroy();
    const actions = document.getElementById("row-actions");
    actions.replaceChildren();
    actions.hidden = true;
    grid = table.register ? window.goujiRows(entry, table, place, actions) : figures();
    grid.on("tableBuilt", nameParts);
    if (table.dimension && table.editable) newSlice(actions);
  }

  // The body scrolls and takes the focus: readers of screens are told that it holds the rows of the grid.
  function nameParts() {
    place.querySelector(".tabulator-tableholder").setAttribute("role", "rowgroup");
    place.querySelector(".tabulator-table").setAttribute("role", "presentation");
    place.removeAttribute("aria-owns");
  }

  function figures() {
    const rows = table.rows.map((row, number) => rowData(row, number));
    const made = new Tabulator(place, {
      data: rows, columns: columns(), layout: "fitColumns", maxHeight: "66vh", selectableRange: 1, selectableRangeAutoFocus: false, selectableRangeColumns: false, selectableRangeRows: false,
      selectableRangeClearCells: false, editTriggerEvent: "dblclick", clipboard: "copy", clipboardCopyStyled: false, clipboardCopyRowRange: "range",
      clipboardCopyConfig: { rowHeaders: false, columnHeaders: false }, columnDefaults: { headerSort: false, resizable: "header" },
      rowFormatter: (row) => { if (row.getData().heading) row.getElement().classList.add("heading-row"); },
    });
    made.on("tableBuilt", () => {
      const first = made.getRows("active").flatMap((row) => row.getCells()).find(isInput);
      if (!first || !made.getRanges()[0]) return;
      made.getRanges()[0].setBounds(first, first);
      if ([null, document.body].includes(document.activeElement)) place.querySelector(".tabulator-tableholder").focus({ preventScroll: true });  // what is typed at once goes into it
    });
    made.on("cellDblClick", (_event, cell) => { if (!isInput(cell)) openDrawer(keyOf(cell)); });
    return made;
  }

  function rowData(row, number) {
    const told = { id: number, heading: row.heading, indent: row.indent, label: row.label };
    if (row.heading) told["c" + widest()] = { text: row.heading, kind: "heading" };
    else row.cells.forEach((cell, position) => { told["c" + position] = cell; });
    return told;
  }

  // Headings stand in the widest column: the one with the names.
  function widest() {
    const widths = table.columns.map((column) => column.width);
    return widths.indexOf(Math.max(...widths));
  }

  // A narrow screen shows the names and what is to be filled in; the rest is in the drawer.
  function shownHere(position) {
    return window.innerWidth >= 700 || position === widest() || table.rows.some((row) => row.cells[position] && entry.editable(row.cells[position].key, table));
  }

  function columns() {
    const made = [];
    table.columns.forEach((column, position) => {
      const own = {
        title: escaped(column.title), field: "c" + position, widthGrow: Math.max(column.width, 5), minWidth: column.width > 30 ? Math.min(210, window.innerWidth / 2.2) : column.width > 12 ? 96 : 62,
        hozAlign: column.align || "left", formatter: format, editor: edit, editable: isInput,
        accessorClipboard: (value) => (value ? (value.key ? (cells[value.key] || {}).text : value.text) || "" : ""),
      };
      const last = made[made.length - 1];
      if (!shownHere(position)) return;
      if (!column.group) made.push(own);
      else if (last && last.columns && last.title === escaped(column.group)) last.columns.push(own);
      else made.push({ title: escaped(column.group), columns: [own] });
    });
    return made;
  }

  function format(cell) {
    const value = cell.getValue();
    const element = document.createElement("div");
    if (!value) return element;
    if (value.key && cells[value.key]) {
      element.dataset.key = value.key;
      entry.paint(element, value.key, table);
      if (cells[value.key].textual) element.classList.add("textual");
    } else {
      element.className = "cell cell-" + (value.kind || "said");
      element.textContent = value.text || "";
      const row = cell.getRow().getData();
      if (row.indent && value.text === row.label) element.classList.add("indent-" + Math.min(row.indent, 3));
    }
    return element;
  }

  const keyOf = (cell) => (cell.getValue() || {}).key;
  const isInput = (cell) => Boolean(keyOf(cell)) && entry.editable(keyOf(cell), table);

  // ── moving ──
  function active() {
    const range = grid && grid.getRanges && grid.getRanges()[0];
    return (range && range.getCells().flat()[0]) || null;
  }

  const typing = () => Boolean(document.activeElement && document.activeElement.closest("#grid .tabulator-editing"));

  function moveTo(cell) {
    if (!cell) return;
    const range = grid.getRanges()[0];
    if (range) range.setBounds(cell, cell);
    else grid.addRange(cell, cell);
    cell.getElement().scrollIntoView({ block: "nearest", inline: "nearest" });
    const holder = place.querySelector(".tabulator-tableholder");
    if (holder) holder.focus({ preventScroll: true });
  }

  function inputs() {
    return grid.getRows("active").flatMap((row) => row.getCells().filter(isInput));
  }

  function step(from, by) {
    const all = grid.getRows("active").flatMap((row) => row.getCells());
    let position = all.indexOf(from) + by;
    while (position >= 0 && position < all.length && !isInput(all[position])) position += by;
    return all[position] || null;
  }

  function below(from, by) {
    const field = from.getField();
    const rows = grid.getRows("active");
    let position = rows.indexOf(from.getRow()) + by;
    while (position >= 0 && position < rows.length && !isInput(rows[position].getCell(field))) position += by;
    return rows[position] ? rows[position].getCell(field) : null;
  }

  // ── typing ──
  function edit(cell, onRendered, _success, cancel) {
    const key = keyOf(cell);
    const input = document.createElement("input");
    input.className = "typing";
    input.setAttribute("aria-label", cells[key].label);
    if (!cells[key].textual) input.inputMode = "decimal";
    input.value = typed === null ? cells[key].text : typed;
    const fresh = typed !== null;
    typed = null;
    let done = false;
    function finish(next) {
      if (done) return;
      done = true;
      const value = input.value.trim();
      cancel();
      if (value !== cells[key].text) entry.set([{ key: key, value: value }]);
      if (next) moveTo(next() || cell);
    }
    input.addEventListener("keydown", (event) => {
      if (event.isComposing) return;
      const moves = { Enter: () => below(cell, event.shiftKey ? -1 : 1), Tab: () => step(cell, event.shiftKey ? -1 : 1), ArrowDown: () => below(cell, 1), ArrowUp: () => below(cell, -1) };
      if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) { finish(); openDrawer(key); }
      else if (event.key in moves) finish(moves[event.key]);
      else if (event.key === "Escape") { done = true; cancel(); moveTo(cell); }
      else { event.stopPropagation(); return; }
      event.preventDefault();
      event.stopPropagation();
    });
    input.addEventListener("blur", () => finish());
    onRendered(() => { input.focus(); if (!fresh) input.select(); });
    return input;
  }

  function begin(cell, character) {
    if (!cell || !isInput(cell)) return false;
    typed = character;
    cell.edit(true);
    return true;
  }

  place.addEventListener("keydown", (event) => {
    if (event.target.tagName === "INPUT" || event.target.tagName === "SELECT" || table.register) return;
    const cell = active();
    const command = event.ctrlKey || event.metaKey;
    const composing = event.isComposing || event.key === "Process" || event.keyCode === 229;  // an input method has begun: what it composes goes into the cell
    let taken = true;
    if (command && event.key === "z") entry.undo();
    else if (command && event.key === "Enter") { if (cell) openDrawer(keyOf(cell)); }
    else if (command || event.altKey) taken = false;
    else if (composing) taken = !begin(cell, "");
    else if (event.key === "Enter" || event.key === "F2") taken = begin(cell, null) || false;
    else if (event.key === "Tab") {
      const next = cell && step(cell, event.shiftKey ? -1 : 1);
      if (next) moveTo(next);
      else taken = false;
    } else if (event.key === "Delete" || event.key === "Backspace") clear();
    else if (event.key.length === 1 && event.key !== " ") taken = begin(cell, event.key);
    else taken = false;
    if (taken) { event.preventDefault(); event.stopPropagation(); }
  }, true);

  place.addEventListener("focusin", () => {
    if (grid && !table.register && grid.getRanges && grid.getRanges().length && !active()) moveTo(inputs()[0]);
  });

  function selected() {
    const range = grid.getRanges()[0];
    return range ? range.getCells().flat().filter(isInput) : [];
  }

  function clear() {
    const changes = selected().filter((cell) => cells[keyOf(cell)].text).map((cell) => ({ key: keyOf(cell), value: "" }));
    if (changes.length) entry.set(changes);
  }

  // ── pasting ──
  function parse(text) {
    const rows = [];
    let row = [""];
    let quoted = false;
    const plain = text.replace(/\r\n?/g, "\n").replace(/\n$/, "");
    for (let position = 0; position < plain.length; position += 1) {
      const sign = plain[position];
      const cell = row.length - 1;
      if (quoted && sign === '"' && plain[position + 1] === '"') { row[cell] += '"'; position += 1; }
      else if (sign === '"' && (quoted || !row[cell])) quoted = !quoted;
      else if (sign === "\t" && !quoted) row.push("");
      else if (sign === "\n" && !quoted) { rows.push(row); row = [""]; }
      else row[cell] += sign;
    }
    rows.push(row);
    return rows;
  }

  function reasonAgainst(key, value) {
    if (!key || !cells[key]) return words.outside;
    if (cells[key].kind !== "input") return words.derived;
    if (!table.editable) return words.locked;
    if (value && !cells[key].textual && !/[0-9０-９一二三四五六七八九十百千万零]/.test(value) && !["不适用", "未采集"].includes(value)) return words.number;
    return "";
  }

  function targets(block, start) {
    const rows = grid.getRows("active");
    const fields = grid.getColumns().map((column) => column.getField());
    const top = rows.indexOf(start.getRow());
    const left = fields.indexOf(start.getField());
    const good = [];
    const bad = [];
    block.forEach((line, down) => line.forEach((text, right) => {
      const row = rows[top + down];
      const field = fields[left + right];
      const value = text.trim();
      const there = row && field ? row.getData()[field] : null;
      const shown = there ? (there.key ? (cells[there.key] || {}).text : there.text) || "" : "";
      const why = reasonAgainst(there && there.key, value);
      if (!why) good.push({ key: there.key, value: value });
      else if (value && value !== shown) bad.push({ row: row ? row.getData().label : "", value: value, why: there && !there.key ? words.locked : why });
    }));
    return { good: good, bad: bad };
  }

  document.addEventListener("paste", (event) => {
    const text = event.clipboardData && event.clipboardData.getData("text/plain");
    const typing = /^(INPUT|TEXTAREA|SELECT)$/.test(event.target.tagName);
    if (!text || table.register || !active() || (typing && (!place.contains(event.target) || !/[\t\n]/.test(text.trim())))) return;
    if (!typing && !place.contains(document.activeElement) && document.activeElement !== document.body) return;
    event.preventDefault();
    const block = parse(text);
    const many = selected();
    if (block.length === 1 && block[0].length === 1 && many.length > 1) return entry.set(many.map((cell) => ({ key: keyOf(cell), value: block[0][0].trim() })));
    const found = targets(block, active());
    if (!found.bad.length) return entry.set(found.good);
    preview(found);
  });

  function preview(found) {
    const dialog = document.getElementById("paste-dialog");
    document.getElementById("paste-summary").textContent = say(words.paste, { good: found.good.length, bad: found.bad.length });
    document.getElementById("paste-rows").replaceChildren(...found.bad.slice(0, 200).map((item) => {
      const line = document.createElement("tr");
      [item.row, item.value, item.why].forEach((text) => { line.insertCell().textContent = text; });
      return line;
    }));
    const go = document.getElementById("paste-go");
    go.disabled = !found.good.length;
    go.onclick = () => { dialog.close(); entry.set(found.good); };
    document.getElementById("paste-stop").onclick = () => dialog.close();
    dialog.showModal();
  }

  // ── others' changes ──
  entry.conflicts = function (list) {
    const dialog = document.getElementById("conflict-dialog");
    const lines = document.getElementById("conflicts");
    list.forEach((item) => {
      const line = document.createElement("li");
      const text = document.createElement("p");
      text.textContent = (cells[item.key] || {}).label + words.colon + say(words.conflict, { who: item.who, when: item.when, value: item.value || words.empty });
      line.appendChild(text);
      [["theirs", item.value], ["mine", item.mine]].forEach(([which, value]) => {
        const button = document.createElement("button");
        button.type = "button";
        button.textContent = say(words[which], { value: value || words.empty });
        button.addEventListener("click", () => {
          Object.assign(cells[item.key], { version: item.version, text: item.value });
          if (which === "mine") entry.set([{ key: item.key, value: item.mine }], { undo: false });
          else entry.set([{ key: item.key, value: item.value }], { undo: false });
          line.remove();
          if (!lines.children.length) dialog.close();
        });
        line.appendChild(button);
      });
      lines.appendChild(line);
    });
    if (!dialog.open) dialog.showModal();
  };
  document.getElementById("conflict-dialog").addEventListener("cancel", (event) => event.preventDefault());

  // ── the drawer of a cell ──
  async function openDrawer(key) {
    if (!key || key[0] === "=") return;
    await drawerFrom(fetch(data.base + "cell/?key=" + encodeURIComponent(key)), key);
  }

  // The drawer takes the focus only where nobody has gone on meanwhile: not from a cell that is being typed in, not once another cell was chosen.
  async function drawerFrom(asked, key) {
    const answer = await asked;
    const content = document.getElementById("drawer-content");
    if (!answer.ok) return window.gouji.toast(new DOMParser().parseFromString(await answer.text(), "text/html").querySelector("main, body").textContent.trim(), "problem");
    content.innerHTML = await answer.text();
    document.getElementById("drawer").hidden = false;
    document.getElementById("findings").hidden = true;
    const title = document.getElementById("cell-title");
    if (title && !typing() && (!key || !active() || keyOf(active()) === key)) title.focus({ preventScroll: true });
  }

  function closeDrawer() {
    document.getElementById("drawer").hidden = true;
    document.getElementById("findings").hidden = false;
    if (active()) moveTo(active());
  }

  function comment(fields) {
    const form = new URLSearchParams(fields);
    drawerFrom(fetch(data.base + "comment/", { method: "POST", headers: { "X-CSRFToken": window.gouji.csrf() }, body: form })).then(() => {
      entry.post("cells/", { cells: [] }).then(entry.takePanel).catch(() => {});
    });
  }

  document.getElementById("close-drawer").addEventListener("click", closeDrawer);
  document.addEventListener("keydown", (event) => { if (event.key === "Escape" && !document.getElementById("drawer").hidden && !document.querySelector("dialog[open]")) closeDrawer(); });
  document.addEventListener("click", (event) => {
    const button = event.target.closest("button, a");
    if (!button) return;
    const set = button.dataset;
    if (set.jump) jump(set.jump);
    else if ("set" in set) { entry.set([{ key: set.key, value: set.set }]); closeDrawer(); }
    else if (set.saveNote) entry.set([{ key: set.saveNote, value: cells[set.saveNote].text, note: document.querySelector("[data-note]").value.trim() }]);
    else if (set.saveComment) comment({ key: set.saveComment, words: document.querySelector("[data-comment]").value });
    else if (set.settle) comment({ key: set.key, settled: set.settle });
    else if (set.fill) { button.closest("form").querySelector("textarea").value = set.fill; }
    else if (set.table && !event.ctrlKey && !event.metaKey) {
      event.preventDefault();
      show(set.table).then(() => history.replaceState(null, "", "?table=" + encodeURIComponent(asked)));
    }
  });

  async function jump(key) {
    const holds = (each) => Boolean(each.rows) && each.rows.some((row) => row.cells.some((cell) => cell.key === key));
    const known = holds(table) ? table : data.tables.find(holds);
    const wanted = known || await entry.fetchTable("cell=" + encodeURIComponent(key));
    if (!wanted) return;
    if (wanted !== table) await show(wanted.name);
    const go = () => {
      const cell = grid.getRows("active").flatMap((row) => row.getCells()).find((each) => keyOf(each) === key);
      if (cell) { grid.scrollToRow(cell.getRow(), "center", false).catch(() => {}).then(() => { if (!typing()) moveTo(cell); }); }
    };
    if (grid.initialized) go();
    else grid.on("tableBuilt", go);
  }

  // ── rows of a breakdown that are new ──
  function newSlice(actions) {
    const input = document.createElement("input");
    const button = document.createElement("button");
    input.placeholder = input.ariaLabel = say(words.new, { name: table.dimension });
    button.type = "button";
    button.textContent = words.add;
    button.addEventListener("click", () => {
      const name = input.value.trim();
      if (!name || /[=;|]/.test(name) || table.rows.some((row) => row.label === name)) return input.focus();
      const row = { heading: "", label: name, indent: 0, cells: table.columns.map((_column, position) => sliceCell(name, position)) };
      table.rows.push(row);
      grid.addRow(rowData(row, table.rows.length)).then((made) => moveTo(made.getCells().find(isInput)));
      input.value = "";
    });
    actions.append(input, button);
    actions.hidden = false;
  }

  function sliceCell(name, position) {
    const code = table.codes[position];
    if (!code) return { text: position ? "" : name, kind: "said" };
    const key = code + "|" + table.dimension + "=" + name;
    cells[key] = cells[key] || { kind: "input", text: "", state: "空", version: 0, label: name };
    return { key: key };
  }

  show(at.table).then(() => { if (at.cell) jump(at.cell); });
})();
