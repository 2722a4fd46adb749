"use strict";
// The console's page: shows what the stream of news says, and sends what a person commands. The token goes in a header
// and stays in this tab; every text is set as text, never as HTML.
const $ = (id) => document.getElementById(id);
const state = { token: sessionStorage.getItem("token") || "", session: null, accounts: new Map(), marks: new Map(),
  use: new Map(), decisions: [], fills: [], limits: [], dirty: new Set(), seen: 0, trail: new Map() };
const KEPT = 200, TRAIL = 60;

function el(tag, attributes, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes || {})) {
    if (name === "on") { for (const [event, call] of Object.entries(value)) node.addEventListener(event, call); }
    else if (value !== false && value !== null) node.setAttribute(name, value);
  }
  for (const child of children) node.append(child === null || child === undefined ? "" : child);
  return node;
}

async function call(method, path, body) {
  const response = await fetch(path, { method, headers: Object.assign({ Authorization: "Bearer " + state.token },
    body ? { "Content-Type": "application/json" } : {}), body: body ? JSON.stringify(body) : undefined });
  const answer = await response.json().catch(() => ({}));
  if (!response.ok) throw new Error([answer.error || response.statusText].concat(answer.problems || []).join("; "));
  return answer;
}

function toast(text) {
  $("toast").textContent = text;
  $("toast").classList.add("on");
  setTimeout(() => $("toast").classList.remove("on"), 6000);
}

// ---- log in, log out, theme

function showLogin(problem) {
  state.session = null;
  $("login").hidden = false;
  $("main").hidden = $("leave").hidden = true;
  $("role").textContent = "";
  $("login-error").textContent = problem || "";
  link("not connected", "");
  $("token").focus();
}

async function enter() {
  try {
    state.session = await call("GET", "/api/v1/session");
  } catch (e) {
    showLogin(state.token ? e.message : "");
    return;
  }
  sessionStorage.setItem("token", state.token);
  const control = state.session.role === "control";
  $("login").hidden = true;
  $("main").hidden = $("leave").hidden = false;
  $("role").textContent = control ? "may control" : "may look";
  $("controls").hidden = $("edit-limit").hidden = !control;
  follow();
}

$("login").addEventListener("submit", (event) => {
  event.preventDefault();
  state.token = $("token").value.trim();
  $("token").value = "";
  enter();
});
$("leave").addEventListener("click", () => {
  sessionStorage.removeItem("token");
  location.reload();
});
const theme = localStorage.getItem("theme");
if (theme) document.documentElement.dataset.theme = theme;
$("theme").addEventListener("click", () => {
  const dark = getComputedStyle(document.documentElement).colorScheme === "dark";
  document.documentElement.dataset.theme = dark ? "light" : "dark";
  localStorage.setItem("theme", document.documentElement.dataset.theme);
});

// ---- the stream

function link(text, tone) {
  $("link").textContent = text;
  $("link").className = "pill " + tone;
}

let following = null;
async function follow() {
  const me = following = {};
  let pause = 500;
  while (following === me) {
    try {
      const response = await fetch("/api/v1/stream", { headers: { Authorization: "Bearer " + state.token } });
      if (response.status === 401) { showLogin("the token is not known any more"); return; }
      if (!response.ok) throw new Error((await response.json()).error);
      link("live", "good");
      pause = 500;
      const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
      let rest = "";
      for (;;) {
        const { done, value } = await reader.read();
        if (done) break;
        rest += value;
        const frames = rest.split("\n\n");
        rest = frames.pop();
        state.seen = Date.now();
        for (const frame of frames) if (frame.startsWith("data: ")) take(JSON.parse(frame.slice(6)));
      }
    } catch (e) {
      console.info("stream: " + e.message);
    }
    link("no connection, trying again", "bad");
    await new Promise((next) => setTimeout(next, pause));
    pause = Math.min(pause * 2, 5000);
  }
}

function take(news) {
  for (const mark of news.marks || []) {
    state.marks.set(mark.instrument, mark);
    trail(mark.instrument, mark.mid);
    state.dirty.add("market");
  }
  for (const account of news.accounts || []) {
    state.accounts.set(account.account, account);
    trail("equity " + account.account, account.equity);
    ["accounts", "positions", "orders"].forEach((part) => state.dirty.add(part));
  }
  for (const use of news.use || []) { state.use.set(use.account, use); state.dirty.add("use"); }
  if (news.decisions) { state.decisions = news.decisions.concat(state.decisions).slice(0, KEPT); state.dirty.add("decisions"); }
  if (news.fills) { state.fills = news.fills.concat(state.fills).slice(0, KEPT); state.dirty.add("fills"); }
  if (news.limits) { state.limits = news.limits; state.dirty.add("limits"); }
}

function trail(key, value) {
  if (value === null || value === undefined) return;
  const points = state.trail.get(key) || [];
  points.push(Number(value));
  if (points.length > TRAIL) points.shift();
  state.trail.set(key, points);
}

// ---- drawing: at most once a frame, only what changed

function draw() {
  for (const part of state.dirty) PARTS[part]();
  state.dirty.clear();
  requestAnimationFrame(draw);
}

function money(text) {
  if (text === null || text === undefined) return "–";
  const [whole, part = ""] = String(text).split(".");
  return whole.replace(/\B(?=(\d{3})+(?!\d))/g, "\u202f") + "." + (part + "00").slice(0, 2);
}
const tone = (text) => (Number(text) < 0 ? "bad" : Number(text) > 0 ? "good" : "");
const clock = (text) => String(text || "").slice(11, 23);

function spark(svg, points) {
  if (!points || points.length < 2) return;
  const low = Math.min(...points), span = Math.max(...points) - low || 1;
  svg.firstChild.setAttribute("points", points.map((p, i) => (i * 100 / (points.length - 1)).toFixed(1) + "," +
    (28 - (p - low) / span * 26).toFixed(1)).join(" "));
}
function newSpark(label) {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  svg.setAttribute("class", "spark");
  svg.setAttribute("viewBox", "0 0 100 30");
  svg.setAttribute("preserveAspectRatio", "none");
  svg.setAttribute("role", "img");
  svg.setAttribute("aria-label", label);
  svg.append(document.createElementNS("http://www.w3.org/2000/svg", "polyline"));
  return svg;
}

function rows(id, list, cells, none) {
  const body = $(id).tBodies[0];
  body.replaceChildren(...list.map((item) => el("tr", {}, ...cells(item))));
  if (!list.length) {
    body.append(el("tr", {}, el("td", { class: "quiet", colspan: $(id).tHead.rows[0].cells.length }, none)));
  }
}
const td = (text, kind) => el("td", { class: kind || null }, text);

function stale(mark) { return mark.feed === "LOST" || mark.feed === "GAP" || mark.feed === "STALE"; }

const marketRows = new Map();
const PARTS = {
  accounts() {
    const whom = $("whom"), known = new Set([...whom.options].map((option) => option.value));
    for (const name of state.accounts.keys()) if (!known.has(name)) whom.append(el("option", { value: name }, name));
    $("accounts").replaceChildren(...[...state.accounts.values()].map((account) => {
      const halted = account.trading_state !== "ACTIVE" || account.active || account.quarantined;
      const svg = newSpark("equity of " + account.account + " since this page was opened");
      spark(svg, state.trail.get("equity " + account.account));
      const facts = [["Equity", account.equity], ["Today", account.day_pnl, 1], ["Week", account.week_pnl, 1],
        ["Month", account.month_pnl, 1], ["Unrealised", account.unrealised_pnl, 1], ["Exposure", account.exposure]];
      return el("div", { class: "card" },
        el("h3", {}, account.account, el("span", { class: "pill " + (halted ? "bad" : "good") }, account.quarantined
          ? "QUARANTINED" : account.active ? "BREAKER TRIPPED" : account.trading_state)),
        account.active ? el("p", { class: "bad" }, account.reason || "") : "",
        el("dl", {}, ...facts.flatMap(([name, value, signed]) => [el("dt", {}, name),
          el("dd", { class: signed ? tone(value) : null }, money(value))]),
          el("dt", {}, "Orders today"), el("dd", {}, account.trades_today ?? "–")), svg);
    }));
    if (!state.accounts.size) $("accounts").append(el("p", { class: "quiet" }, "No account has traded yet."));
  },
  use() {
    const parts = [];
    for (const use of state.use.values()) {
      parts.push(el("h3", {}, use.account, el("span", { class: "quiet" }, "  " + use.instrument + ", " + clock(use.event_time))));
      const bars = use.checks.filter((check) => Number(check.limit) > 0).map((check) => {
        const atLeast = Number(check.headroom) !== 0 &&
          Math.sign(Number(check.headroom)) !== Math.sign(Number(check.limit) - Number(check.observed));
        const used = Math.max(0, atLeast ? Number(check.limit) / Math.max(Number(check.observed), 1e-9)
          : Number(check.observed) / Number(check.limit));
        return { check, used };
      }).sort((a, b) => b.used - a.used);
      for (const { check, used } of bars) {
        const percent = Math.min(999, Math.round(used * 100));
        parts.push(el("div", { class: "bar", title: check.note },
          el("span", {}, check.code), el("span", { class: check.passed ? (percent >= 80 ? "warn" : "quiet") : "bad" },
            percent + " % · " + check.headroom + " left of " + check.limit),
          el("meter", { min: 0, max: 100, high: 80, optimum: 0, value: Math.min(100, percent), "aria-label": check.code }, percent + " %")));
      }
    }
    $("use").replaceChildren(...parts);
    if (!parts.length) $("use").append(el("p", { class: "quiet" }, "No decision yet."));
  },
  positions() {
    const control = state.session && state.session.role === "control";
    rows("positions", [...state.accounts.values()].flatMap((account) => account.positions), (p) => [td(p.account),
      td(p.instrument), td(p.quantity, "n"), td(p.average_price, "n"), td(p.mark ?? "–", "n"),
      td(money(p.unrealised_pnl), "n " + tone(p.unrealised_pnl)), td(p.concentration_percent ? Number(p.concentration_percent).toFixed(2) : "–", "n"),
      el("td", {}, control ? el("button", { type: "button", on: { click: () => closePosition(p) } }, "Close") : "")], "Nothing is held.");
  },
  orders() {
    rows("orders", [...state.accounts.values()].flatMap((account) => account.orders), (o) => [td(o.account), td(o.instrument),
      td(o.side), td(o.leaves, "n"), td(o.reserved_price, "n"), el("td", {}, explainButton(o.intent, o.intent.slice(0, 8)))], "No order works.");
  },
  market() {
    const body = $("market").tBodies[0];
    for (const mark of state.marks.values()) {
      let row = marketRows.get(mark.instrument);
      if (!row) {
        const cells = ["", "n", "n", "n", "", "", "", "n"].map((kind) => td("", kind));
        cells[0].textContent = mark.instrument;
        const trend = newSpark("price of " + mark.instrument);
        cells[4].append(trend);
        row = { cells, trend, mark: null };
        marketRows.set(mark.instrument, row);
        body.append(el("tr", {}, ...cells));
      }
      if (row.mark === mark) continue;
      row.mark = mark;
      [mark.bid, mark.ask, mark.last].forEach((price, i) => { row.cells[i + 1].textContent = price ?? "–"; });
      spark(row.trend, state.trail.get(mark.instrument));
      row.cells[5].textContent = mark.feed;
      row.cells[5].className = stale(mark) ? "bad" : "";
      row.cells[6].textContent = mark.trading;
    }
    const bad = [...state.marks.values()].filter(stale).length;
    $("feeds").textContent = state.marks.size + " instruments" + (bad ? ", " + bad + " with a broken feed" : "");
    $("feeds").className = bad ? "bad" : "";
  },
  decisions() {
    const only = $("denied").checked;
    rows("decisions", state.decisions.filter((d) => !only || !d.approved), (d) => [td(clock(d.event_time)),
      el("td", { class: "why" }, explainButton(d.intent, d.approved ? "approved" : d.denials.join(", "), d.approved ? "" : "bad")),
      td(d.instrument), td(wanted(d.action)), td(d.account)], "No decision yet.");
  },
  fills() {
    rows("fills", state.fills, (f) => [td(clock(f.time)), td(f.instrument), td(f.side),
      td(f.quantity, "n"), td(f.price, "n"), td(f.fee + " " + f.fee_currency, "n"), td(f.account)], "No execution yet.");
  },
  limits() {
    rows("limits", state.limits.flatMap((version) => Object.entries(version.values).map(([name, value]) => ({ version, name, value }))),
      ({ version, name, value }) => [td(version.scope), td(name), td(value, "n"), td(version.version, "n"),
        td(version.changed_by + (version.approved_by ? ", " + version.approved_by : "")), td(version.why, "why")], "No limits: all growth is refused.");
  },
};

function wanted(action) {
  const found = /side=(\w+), type=(\w+), quantity=([\d.]+)(?:, limitPrice=([\d.]+|null))?/.exec(action);
  if (found) return found[1] + " " + found[3] + (found[4] && found[4] !== "null" ? " @ " + found[4] : " at market");
  return action.split("[")[0];
}

setInterval(() => {
  const now = Date.now();
  for (const row of marketRows.values()) {
    const age = (now - row.mark.received_ms) / 1000;
    row.cells[7].textContent = age > 86400 ? "old" : age.toFixed(1) + " s";
  }
  const quiet = state.seen ? (now - state.seen) / 1000 : 0;
  $("age").textContent = quiet > 10 ? "nothing heard for " + quiet.toFixed(0) + " s" : "";
}, 500);

// ---- explain

function explainButton(id, text, kind) {
  return el("button", { type: "button", class: "link " + (kind || ""), on: { click: () => explain(id) } }, text);
}

function tell(title, ...body) {
  $("tell-title").textContent = title;
  $("tell-body").replaceChildren(...body);
  if (!$("tell").open) $("tell").showModal();
}
$("tell-close").addEventListener("click", () => $("tell").close());

function table(head, list) {
  return el("div", { class: "scroll" }, el("table", {}, el("thead", {}, el("tr", {}, ...head.map((h) => el("th", {}, h)))),
    el("tbody", {}, ...list.map((cells) => el("tr", {}, ...cells)))));
}

async function explain(id) {
  tell("Reading the tape …", el("p", { class: "quiet" }, id));
  try {
    const told = await call("GET", "/api/v1/decisions/" + encodeURIComponent(id));
    const checks = (told.checks || []).map((c) => [td(c.code), td(c.passed ? "passed" : "FAILED", c.passed ? "good" : "bad"),
      td(c.observed ?? "", "n"), td(c.limit ?? "", "n"), td(c.headroom ?? "", "n"), td(c.note, "why")]);
    checks.sort((a, b) => (a[1].className > b[1].className ? 1 : -1));
    tell((told.approved ? "Approved: " : "Denied: ") + (told.intent || id),
      el("p", {}, [told.account, told.strategy, told.instrument, told.action].filter(Boolean).join(" · ")),
      el("p", { class: "quiet" }, ["event time " + told.event_time, "journal " + told.journal_partition + ":" + told.journal_seq,
        "limits version " + told.limits_version, "build " + told.build].join(" · ")),
      table(["Check", "Result", "Observed", "Limit", "Headroom", "Note"], checks),
      el("h2", {}, "Where each input lies"),
      table(["Input", "Record"], (told.provenance || []).map((p) => [td(p.input), td(p.record || p.at || JSON.stringify(p), "why")])),
      el("details", {}, el("summary", {}, "All of it, as JSON"), el("pre", {}, JSON.stringify(told, null, 2))));
  } catch (e) {
    tell("Not found", el("p", { class: "bad" }, e.message));
  }
}
$("find").addEventListener("keydown", (event) => { if (event.key === "Enter" && $("find").value.trim()) explain($("find").value.trim()); });
$("denied").addEventListener("change", () => state.dirty.add("decisions"));

// ---- commands: each asks for who and why

let asked = null;
function ask(title, text, fields, go) {
  $("ask-title").textContent = title;
  $("ask-text").textContent = text;
  $("ask-error").textContent = "";
  const actor = localStorage.getItem("actor") || "";
  const all = fields.concat([["actor", "Who you are", actor, true], ["reason", "Why", "", true]]);
  $("ask-fields").replaceChildren(...all.map(([name, label, value, required, options]) => el("label", {}, label,
    options ? el("input", { name, list: "ask-list", value: value || "", required: required || false, autocomplete: "off" })
      : el("input", { name, value: value || "", required: required || false, autocomplete: "off" }),
    options ? el("datalist", { id: "ask-list" }, ...options.map((o) => el("option", { value: o }))) : "")));
  asked = go;
  $("ask").showModal();
  const first = [...$("ask-fields").querySelectorAll("input")].find((input) => !input.value);
  if (first) first.focus();
}
$("ask-no").addEventListener("click", () => $("ask").close());
$("ask").querySelector("form").addEventListener("submit", async (event) => {
  event.preventDefault();
  const values = Object.fromEntries([...$("ask-fields").querySelectorAll("input")].map((input) => [input.name, input.value.trim()]));
  localStorage.setItem("actor", values.actor);
  $("ask-go").disabled = true;
  try {
    toast(await asked(values));
    $("ask").close();
  } catch (e) {
    $("ask-error").textContent = e.message;
  } finally {
    $("ask-go").disabled = false;
  }
});

const ACTS = {
  halt: ["Halt", "/api/v1/shutdown", "Refuses every order that is not a cancel, and cancels what works."],
  resume: ["Resume", "/api/v1/trading/enable", "Lets orders pass again, as far as limits allow."],
  trip: ["Trip the circuit breaker", "/api/v1/circuit-breaker/activate", "Refuses growth, cancels what works but stops."],
  reset: ["Reset the circuit breaker", "/api/v1/circuit-breaker/reset", "Growth is allowed again."],
  cancel: ["Cancel all orders", "/api/v1/orders/cancel-all", "Cancels every working order."],
  liquidate: ["Liquidate", "/api/v1/liquidate", "Cancels what works and closes every position at the market."],
};
for (const button of document.querySelectorAll("[data-act]")) {
  button.addEventListener("click", () => {
    const [title, path, text] = ACTS[button.dataset.act];
    const account = $("whom").value;
    ask(title + (account ? ": " + account : ": every account"), text, [], async ({ actor, reason }) => {
      const body = { actor, reason };
      if (account) body.account = account;
      if (button.dataset.act === "liquidate") body.confirm = true;
      await call("POST", path, body);
      return title + ": written to the tape";
    });
  });
}

function closePosition(p) {
  ask("Close " + p.instrument, "Cancels what works in it and sells or buys " + p.quantity + " of " + p.account + " at the market.", [],
    async ({ actor, reason }) => {
      await call("POST", "/api/v1/positions/" + encodeURIComponent(p.instrument) + "/close", { actor, reason, account: p.account });
      return "Closing " + p.instrument;
    });
}

$("edit-limit").addEventListener("click", () => {
  const fields = [["scope", "Scope: *, an account, strategy:NAME, instrument:VENUE:SYMBOL, venue:NAME", "*", true],
    ["name", "Limit", "", true, state.session.limits], ["value", "New value; empty takes it out", ""]];
  fields.push(["approved_by", "Approver" + (state.session.needs_approver ? "" : " (optional)"), "", state.session.needs_approver]);
  ask("Change a limit", "Written as a new version; past decisions keep the limits of their time.", fields, async (v) => {
    const body = { scope: v.scope, actor: v.actor, why: v.reason };
    if (v.approved_by) body.approved_by = v.approved_by;
    if (v.value === "") body.unset = [v.name]; else body.set = { [v.name]: v.value };
    const written = await call("POST", "/api/v1/limits", body);
    return "Version " + written.version + " of " + written.scope + ": " + written.changes.join(", ");
  });
});
$("history").addEventListener("click", async () => {
  tell("Reading the tape …");
  try {
    const { history } = await call("GET", "/api/v1/limits/history");
    tell("Limits, every version", table(["Scope", "Version", "At", "By", "Approved by", "Changes", "Why"], history.reverse().map((v) =>
      [td(v.scope), td(v.version, "n"), td(v.at), td(v.changed_by), td(v.approved_by), td((v.changes || []).join(", "), "why"), td(v.why, "why")])));
  } catch (e) {
    tell("Not read", el("p", { class: "bad" }, e.message));
  }
});

// a link may carry the token behind the #, which no browser sends anywhere
if (location.hash.startsWith("#token=")) {
  state.token = decodeURIComponent(location.hash.slice(7));
  history.replaceState(null, "", location.pathname);
}
Object.keys(PARTS).forEach((part) => state.dirty.add(part));
requestAnimationFrame(draw);
enter();
