// Rows of a register: cells as text, rows added and removed, saved row by row.
window.goujiRows = function (entry, table, place, actions) {
  "use strict";
  const { words, say } = entry;
  const rows = table.entries.map((row, number) => Object.assign({ id: number, _key: row.key, _version: row.version }, row.cells));

  function escaped(text) {
    const element = document.createElement("span");
    element.textContent = text;
    return element.innerHTML;
  }

  function shown(cell) {
    return paint(document.createElement("div"), cell);
  }

  function paint(element, cell) {
    const data = cell.getRow().getData();
    element.className = "cell one-line" + (table.editable ? " cell-input" : " locked") + (data._status ? " " + data._status : "");
    element.textContent = cell.getValue() || "";
    element.title = data._reason || cell.getValue() || "";
    return element;
  }

  const columns = table.columns.map((column) => ({
    title: escaped(column.title), field: column.title, editor: table.editable ? (column.options.length ? "list" : "input") : false,
    editorParams: column.options.length ? { values: [""].concat(column.options), autocomplete: true, freetext: false, listOnEmpty: true } : { selectContents: true }, formatter: shown, minWidth: 90, maxInitialWidth: 320,
  }));
  if (table.editable) {
    columns.push({
      title: "", width: 44, hozAlign: "center", formatter: () => { const button = document.createElement("button"); button.type = "button"; button.className = "plain"; button.textContent = "✕"; button.title = button.ariaLabel = words.remove; return button; },
      cellClick: (_event, cell) => remove(cell.getRow()),
    });
  }
  const grid = new Tabulator(place, {
    data: rows, columns: columns, layout: "fitDataFill", maxHeight: "66vh", columnDefaults: { headerSort: false, resizable: "header" }, nestedFieldSeparator: false,
    placeholder: words.empty,
  });
  grid.on("cellEdited", (cell) => save(cell.getRow()));

  function cellsOf(row) {
    const data = row.getData();
    return Object.fromEntries(table.columns.map((column) => [column.title, String(data[column.title] || "").trim()]));
  }

  async function send(row, change) {
    entry.tell(words.saving);
    try {
      const told = await entry.post("rows/", { register: table.register, changes: [change] });
      const fault = told.faults[0];
      if (fault) {
        const begun = fault.code === "B35" && !change.key;  // a new row is typed cell by cell: it is taken once what must be there is there
        await settle(row, { _status: begun ? "unsaved" : "invalid", _reason: fault.words });
        entry.tell(begun ? fault.words : say(words.failed, { count: 1 }), begun ? "" : "bad");
        if (begun) return false;
        window.gouji.toast(fault.words, "problem");
        return false;
      }
      if (told.rows[0]) await settle(row, Object.assign({ _key: told.rows[0].key, _version: told.rows[0].version, _status: "saved", _reason: "" }, told.rows[0].cells), change.cells || {});
      entry.tell(words.saved, "good");
      entry.takePanel(told);
      return true;
    } catch (error) {
      const text = error.told ? error.told.error : error.message === "signin" ? words.signin : words.waiting;
      await settle(row, { _status: error.told ? "invalid" : "waiting", _reason: text });
      entry.tell(text, "bad");
      window.gouji.toast(text, "problem");
      return false;
    }
  }

  // What is known of a row now: shown in its cells, but for the one that is being typed in, and those that were changed after `sent`.
  async function settle(row, told, sent) {
    const data = row.getData();
    const editing = row.getCells().find((cell) => cell.getElement().classList.contains("tabulator-editing"));
    const texts = {};
    Object.keys(told).forEach((name) => {
      if (name[0] === "_") data[name] = told[name];
      else if (!(editing && editing.getField() === name) && sent[name] === String(data[name] || "").trim() && sent[name] !== told[name]) texts[name] = told[name];
    });
    if (Object.keys(texts).length) await row.update(texts);
    row.getCells().forEach((cell) => { if (cell !== editing && cell.getField() && cell.getElement().firstChild) paint(cell.getElement().firstChild, cell); });
  }

  // One row after the other is sent as it stands then: the next knows the number that the one before was given.
  const waiting = new Map();
  function save(row) {
    const id = row.getData().id;
    const next = (waiting.get(id) || Promise.resolve()).then(() => {
      const data = row.getData();
      return send(row, { key: data._key || "", seen: data._version || 0, cells: cellsOf(row) });
    });
    waiting.set(id, next);
    entry.rows += 1;
    next.finally(() => { entry.rows -= 1; });
    return next;
  }

  async function remove(row) {
    await waiting.get(row.getData().id);
    const data = row.getData();
    if (!data._key) return row.delete();
    if (window.confirm(words.remove_ask) && await send(row, { key: data._key, seen: data._version, cells: null })) row.delete();
  }

  if (table.editable) {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = words.add;
    button.addEventListener("click", () => grid.addRow(Object.assign({ id: "new" + Date.now() }, table.blank)).then((row) => row.getCells()[0].edit()));
    actions.append(button);
    actions.hidden = false;
  }
  return grid;
};
