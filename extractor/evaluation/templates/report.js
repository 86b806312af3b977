"use strict";
// The documents of the page. Everything from a document is set by textContent, never as markup.
(() => {
  const data = JSON.parse(document.getElementById("data").textContent);
  const docs = data.documents;
  const $ = (id) => document.getElementById(id);
  const list = $("list"), view = $("view"), tip = $("tip");
  const inputs = { search: $("search"), field: $("by-field"), cause: $("by-cause"), rule: $("by-rule"), errors: $("only-errors") };
  const hidden = new Set();          // fields whose marks are switched off in the legend
  let shown = [], current = -1, errorAt = -1;

  const el = (tag, attributes = {}, ...children) => {
    const node = document.createElement(tag);
    for (const [key, value] of Object.entries(attributes)) {
      if (value === null || value === undefined || value === false) continue;
      if (key === "class") node.className = value;
      else if (key === "text") node.textContent = value;
      else if (key.startsWith("on")) node.addEventListener(key.slice(2), value);
      else node.setAttribute(key, value);
    }
    node.append(...children.filter((child) => child !== null && child !== undefined));
    return node;
  };

  // ---- filters -----------------------------------------------------------------------------------------------
  const fill = (select, values) => { if (select) for (const value of values) select.append(el("option", { value, text: value })); };
  fill(inputs.field, data.fields.filter((f) => docs.some((d) => d.predicted.some((x) => x.field === f) || (d.gold || []).some((x) => x.field === f))));
  fill(inputs.cause, data.causes.filter((c) => docs.some((d) => (d.errors || []).some((e) => e.cause === c))));
  fill(inputs.rule, [...new Set(docs.flatMap((d) => d.predicted.flatMap((f) => f.rules || [])))].sort());

  const wanted = () => ({
    text: inputs.search.value.trim().toLowerCase(), field: inputs.field.value,
    cause: inputs.cause ? inputs.cause.value : "", rule: inputs.rule.value, errors: inputs.errors ? inputs.errors.checked : false,
  });
  const errorFits = (e, w) => (!w.field || e.field === w.field) && (!w.cause || e.cause === w.cause) && (!w.rule || e.rules.includes(w.rule));
  const factFits = (f, w) => (!w.field || f.field === w.field) && (!w.rule || (f.rules || []).includes(w.rule));
  const haystack = new Map();
  const textOf = (doc) => {
    if (!haystack.has(doc)) {
      const names = [...doc.predicted, ...(doc.gold || [])].map((f) => f.name + " " + f.about.map((a) => a[1]).join(" "));
      haystack.set(doc, [doc.id, doc.title, doc.text, ...names].join("\n").toLowerCase());
    }
    return haystack.get(doc);
  };
  const fits = (doc, w) => {
    if (w.text && !textOf(doc).includes(w.text)) return false;
    if (w.cause || w.errors) return (doc.errors || []).some((e) => errorFits(e, w));
    if (w.rule) return doc.predicted.some((f) => factFits(f, w));
    if (w.field) return [...doc.predicted, ...(doc.gold || [])].some((f) => factFits(f, w));
    return true;
  };

  const refresh = () => {
    const w = wanted();
    const before = shown[current];
    shown = docs.filter((doc) => fits(doc, w));
    for (const key of ["field", "cause", "rule"]) if (inputs[key]) inputs[key].classList.toggle("on", inputs[key].value !== "");
    $("clear").hidden = !(w.text || w.field || w.cause || w.rule || w.errors);
    $("shown").textContent = shown.length === docs.length ? `${docs.length} documents` : `${shown.length} of ${docs.length} documents`;
    list.replaceChildren(...shown.map((doc, at) => {
      const n = doc.errors ? doc.errors.filter((e) => errorFits(e, w)).length : doc.predicted.filter((f) => factFits(f, w)).length;
      const kind = doc.errors ? (n ? "" : " none") : " plain";
      const label = doc.errors ? `${n} errors` : `${n} facts`;
      return el("li", {}, el("button", { type: "button", "data-at": at, onclick: () => open(at) },
        el("span", { class: "name", text: doc.title || doc.id }), el("span", { class: "id", text: doc.id }),
        el("span", { class: "badge" + kind, text: String(n), title: label })));
    }));
    const keep = shown.indexOf(before);
    if (shown.length) open(keep >= 0 ? keep : 0, keep >= 0); else { current = -1; view.replaceChildren(el("p", { class: "card empty", text: "No document fits. Esc clears the filters." })); }
  };

  // ---- one document ------------------------------------------------------------------------------------------
  const open = (at, still = false) => {
    current = at; errorAt = -1;
    const doc = shown[at], w = wanted();
    for (const button of list.querySelectorAll("[aria-current]")) button.removeAttribute("aria-current");
    const button = list.children[at].firstChild;
    button.setAttribute("aria-current", "true");
    const row = button.parentElement, top = row.offsetTop - list.offsetTop;  // the list scrolls, the page stays
    if (top < list.scrollTop) list.scrollTop = top - 6;
    else if (top + row.offsetHeight > list.scrollTop + list.clientHeight) list.scrollTop = top + row.offsetHeight - list.clientHeight + 6;
    if (!still) history.replaceState(null, "", "#" + encodeURIComponent(doc.id));
    const fields = data.fields.filter((f) => doc.predicted.some((x) => x.field === f) || (doc.gold || []).some((x) => x.field === f));
    view.replaceChildren(
      el("div", { class: "meta" }, el("h2", { class: "title", text: doc.title || doc.id }),
        el("span", { class: "muted small", text: doc.id + (doc.flags ? " · " + doc.flags.join(", ") : "") })),
      el("div", { class: "legend", role: "group", "aria-label": "Marked fields" }, ...fields.map((f) =>
        el("button", { type: "button", "aria-pressed": String(!hidden.has(f)), onclick: () => { hidden.has(f) ? hidden.delete(f) : hidden.add(f); open(current, true); } },
          el("span", { class: "swatch f-" + f }), f))),
      panes(doc, w), doc.errors ? errorList(doc, w) : null || "", table(doc, w));
    tip.hidden = true;
  };

  const panes = (doc, w) => el("div", { class: "panes" },
    doc.gold ? pane("Gold", "gold", doc, doc.gold, w) : null,
    pane(doc.gold ? "Predicted" : "Text", "predicted", doc, doc.predicted, w));

  const pane = (title, side, doc, facts, w) => {
    const text = el("div", { class: "text", lang: "zh", "data-side": side, onscroll: together });
    text.append(...marked(doc.text, facts, side, w));
    return el("section", { class: "card pane" }, el("h3", { text: title }), text);
  };

  // Cut the text where any mark begins or ends; every piece knows the facts that cover it.
  const marked = (text, facts, side, w) => {
    const layers = [];
    facts.forEach((fact, at) => {
      if (hidden.has(fact.field) || !factFits(fact, side === "gold" ? { ...w, rule: "" } : w)) return;
      for (const [start, end] of fact.spans) layers.push({ start, end, at, fact, light: false });
      for (const [start, end] of fact.light || []) layers.push({ start, end, at, fact, light: true });
    });
    if (w.text) {
      const low = text.toLowerCase();
      for (let at = low.indexOf(w.text); at >= 0; at = low.indexOf(w.text, at + w.text.length)) layers.push({ start: at, end: at + w.text.length, at: -1, found: true });
    }
    const cuts = [...new Set([0, text.length, ...layers.flatMap((l) => [l.start, l.end])])].filter((c) => c >= 0 && c <= text.length).sort((a, b) => a - b);
    layers.sort((a, b) => a.start - b.start);
    const out = [];
    let open = [], next = 0;
    for (let i = 0; i + 1 < cuts.length; i++) {
      const start = cuts[i], end = cuts[i + 1];
      while (next < layers.length && layers[next].start <= start) open.push(layers[next++]);
      open = open.filter((l) => l.end > start);
      const piece = text.slice(start, end);
      if (!open.length) { out.push(document.createTextNode(piece)); continue; }
      const solid = open.filter((l) => l.fact && !l.light).sort((a, b) => (a.end - a.start) - (b.end - b.start));
      const top = solid[0] || open.find((l) => l.fact);
      const other = solid.find((l) => top && l.fact.field !== top.fact.field);
      const classes = [];
      if (top) {
        classes.push("f-" + top.fact.field);
        if (!solid.length) classes.push("light");
        if (solid.some((l) => l.fact.ok === false)) classes.push("wrong");
        if (other) classes.push("two");
        if (open.some((l) => l.fact && l.start === start)) classes.push("first");
        if (open.some((l) => l.fact && l.end === end)) classes.push("last");
      }
      if (open.some((l) => l.found)) classes.push("found");
      const mark = el("mark", { class: classes.join(" "), text: piece, "data-start": start, "data-end": end, tabindex: solid.length ? "0" : null,
        "data-facts": [...new Set(open.filter((l) => l.fact).map((l) => l.at))].join(" ") });
      if (other) mark.style.setProperty("--hue2", `var(--${other.fact.field})`);
      out.push(mark);
    }
    return out;
  };

  // Both sides show the same text, so they scroll together.
  const together = (event) => {
    for (const other of view.querySelectorAll(".text")) if (other !== event.target && Math.abs(other.scrollTop - event.target.scrollTop) > 2 && event.target.matches(":hover, :focus-within")) other.scrollTop = event.target.scrollTop;
  };

  const errorList = (doc, w) => {
    const errors = doc.errors.filter((e) => errorFits(e, w));
    const items = errors.map((error) => el("li", {}, el("button", { type: "button", onclick: (event) => { errorAt = errors.indexOf(error); point(event.currentTarget, error); } },
      el("span", { class: "cause", text: error.cause }),
      el("span", {}, el("span", { class: "swatch f-" + error.field }), error.field),
      el("span", { class: "sides" },
        error.gold ? el("span", { class: "gold", text: error.gold }) : null,
        error.predicted ? el("span", { class: "pred", text: error.predicted }) : null,
        el("span", { class: "detail", text: error.detail + (error.rules.length ? "  [" + error.rules.join(", ") + "]" : "") })))));
    return el("section", { class: "card" }, el("h2", { text: errors.length ? `Errors (${errors.length})` : "Errors" }),
      errors.length ? el("ol", { class: "errors" }, ...items) : el("p", { class: "muted", text: "Nothing is wrong here." }));
  };

  const point = (button, error) => {
    for (const other of view.querySelectorAll(".errors .on")) other.classList.remove("on");
    button.classList.add("on");
    go("gold", error.g, error.span);
    go("predicted", error.p, error.span);
  };

  // Scroll to a fact's first mark on one side, or to the place of the span, and let it flash.
  const go = (side, at, span) => {
    const marks = [...view.querySelectorAll(`[data-side="${side}"] mark`)];
    const inside = (m) => span && +m.dataset.start < span[1] && +m.dataset.end > span[0];
    const hits = marks.filter((m) => at !== null && at !== undefined && m.dataset.facts.split(" ").includes(String(at)));
    const best = hits.filter(inside).length ? hits.filter(inside) : hits.length ? hits : marks.filter(inside);
    for (const m of best) { m.classList.remove("flash"); void m.offsetWidth; m.classList.add("flash"); }
    if (!best[0]) return;
    // The pane scrolls to the mark; the page moves only when the pane is not in sight.
    const pane = best[0].closest(".text");
    pane.scrollTo({ top: best[0].offsetTop - pane.offsetTop - pane.clientHeight / 2, behavior: "smooth" });
    const box = pane.getBoundingClientRect();
    if (box.top < 60 || box.top > innerHeight - 160) pane.parentElement.scrollIntoView({ block: "nearest" });
  };

  const table = (doc, w) => {
    const rows = doc.predicted.map((fact, at) => [fact, at]).filter(([fact]) => factFits(fact, w) && !hidden.has(fact.field));
    if (!rows.length) return el("section", { class: "card" }, el("h2", { text: "Facts" }), el("p", { class: "muted", text: "No facts." }));
    return el("section", { class: "card" }, el("h2", { text: `${doc.gold ? "Predicted facts" : "Facts"} (${rows.length})` }),
      el("div", { class: "scroll" }, el("table", { class: "facts" },
        el("thead", {}, el("tr", {}, ...["field", "fact", "normalised", "rules", ...(doc.gold ? [""] : [])].map((h) => el("th", { text: h })))),
        el("tbody", {}, ...rows.map(([fact, at]) => el("tr", {},
          el("td", {}, el("span", { class: "swatch f-" + fact.field }), fact.field),
          el("td", { lang: "zh" }, fact.spans.length ? el("button", { type: "button", text: fact.name, onclick: () => go("predicted", at, null) }) : fact.name),
          el("td", {}, ...fact.about.map(([what, value]) => el("div", {}, el("span", { class: "muted small", text: what + " " }), value))),
          el("td", { class: "rule", text: (fact.rules || []).join(", ") + (fact.confidence ? `  ${fact.confidence}` : "") }),
          doc.gold ? el("td", { class: fact.ok === false ? "no" : "yes", text: fact.ok === false ? "✗" : fact.ok ? "✓" : "" }) : null))))));
  };

  // ---- tooltip -----------------------------------------------------------------------------------------------
  const tell = (mark) => {
    const doc = shown[current], side = mark.closest("[data-side]").dataset.side;
    const facts = mark.dataset.facts.split(" ").filter(Boolean).map((at) => doc[side][+at]);
    if (!facts.length) return;
    const parts = [];
    facts.forEach((fact, at) => {
      if (at) parts.push(el("hr"));
      parts.push(el("b", { text: fact.name }), el("div", {}, el("span", { class: "k", text: "field" }), fact.field + (fact.ok === false ? " — not right" : "")));
      for (const [what, value] of fact.about) parts.push(el("div", {}, el("span", { class: "k", text: what }), value));
      if (fact.rules) parts.push(el("div", {}, el("span", { class: "k", text: "rules" }), fact.rules.join(", ")));
      if (fact.confidence) parts.push(el("div", {}, el("span", { class: "k", text: "confidence" }), String(fact.confidence)));
      if (fact.repaired) parts.push(el("div", {}, el("span", { class: "k", text: "repaired" }), fact.repaired === "model" ? "by a model's choice" : "yes"));
    });
    tip.replaceChildren(...parts);
    tip.hidden = false;
    const box = mark.getBoundingClientRect(), own = tip.getBoundingClientRect();
    tip.style.left = Math.max(12, Math.min(box.left, innerWidth - own.width - 12)) + "px";
    tip.style.top = (box.bottom + own.height + 12 < innerHeight ? box.bottom + 8 : Math.max(8, box.top - own.height - 8)) + "px";
  };
  for (const kind of ["mouseover", "focusin"]) view.addEventListener(kind, (event) => { const mark = event.target.closest("mark"); if (mark) tell(mark); });
  for (const kind of ["mouseout", "focusout"]) view.addEventListener(kind, (event) => { if (event.target.closest("mark")) tip.hidden = true; });
  addEventListener("scroll", () => { tip.hidden = true; }, { passive: true, capture: true });

  // ---- keyboard, theme, events -------------------------------------------------------------------------------
  const clear = () => { inputs.search.value = ""; for (const key of ["field", "cause", "rule"]) if (inputs[key]) inputs[key].value = ""; if (inputs.errors) inputs.errors.checked = false; refresh(); };
  const dark = matchMedia("(prefers-color-scheme: dark)");
  const paint = (theme) => { document.documentElement.dataset.theme = theme; };
  paint(dark.matches ? "dark" : "light");
  dark.addEventListener("change", () => paint(dark.matches ? "dark" : "light"));
  const flip = () => paint(document.documentElement.dataset.theme === "dark" ? "light" : "dark");
  const step = (by) => { const at = Math.max(0, Math.min(shown.length - 1, current + by)); if (shown.length && at !== current) { open(at); view.scrollIntoView({ block: "nearest" }); } };
  const stepError = (by) => {
    const buttons = [...view.querySelectorAll(".errors button")];
    if (!buttons.length) return;
    const at = errorAt < 0 ? (by > 0 ? 0 : buttons.length - 1) : (errorAt + by + buttons.length) % buttons.length;
    buttons[at].click();
  };
  const keys = { j: () => step(1), k: () => step(-1), n: () => stepError(1), p: () => stepError(-1), t: flip, "/": () => inputs.search.focus(), "?": () => $("help").showModal(), Escape: clear };
  addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || $("help").open) return;
    const typing = event.target.matches("input[type=search], select");
    if (typing && event.key === "Escape") { event.target.blur(); clear(); return; }
    if (typing || !keys[event.key]) return;
    event.preventDefault();
    keys[event.key]();
  });
  $("theme").addEventListener("click", flip);
  $("help-button").addEventListener("click", () => $("help").showModal());
  $("clear").addEventListener("click", clear);
  let timer = 0;
  inputs.search.addEventListener("input", () => { clearTimeout(timer); timer = setTimeout(refresh, 120); });
  for (const key of ["field", "cause", "rule", "errors"]) if (inputs[key]) inputs[key].addEventListener("change", refresh);
  const causes = $("cause-table");
  if (causes) causes.addEventListener("click", (event) => {
    const button = event.target.closest("button");
    if (!button) return;
    inputs.cause.value = button.dataset.cause;
    inputs.field.value = button.dataset.field || "";
    refresh();
    document.querySelector(".work").scrollIntoView();
  });

  const asked = decodeURIComponent(location.hash.slice(1));
  refresh();
  const at = shown.findIndex((doc) => doc.id === asked);
  if (at > 0) open(at);
  document.documentElement.dataset.ready = "yes";
})();
