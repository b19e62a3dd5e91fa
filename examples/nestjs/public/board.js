import { addressOf, cells, delayItem, escapeHtml, keyOf } from './rows.js';

const PAGE_SIZE = 14;
const HOME = 'ORD';

const element = (id) => document.getElementById(id);
const airports = new Map();
/** The flights on the page by their keys. */
const shown = new Map();
let next = null;
let stream;
/** Counts boards, so that an answer about the one before is thrown away. */
let turn = 0;

async function call(address, options) {
  const response = await fetch(address, options);
  const body = await response.json();
  if (response.ok) return body;
  throw new Error(body.errors?.map(({ messages }) => messages.join(', ')).join(', ') ?? body.detail ?? body.title);
}

function choice() {
  return { iata: element('airport').value, day: element('day').value, from: element('from').value };
}

function say(message) {
  element('message').textContent = message;
  element('message').hidden = message === '';
}

/** Puts a flight where its key belongs; a row that is new to the page, or looks different, flashes. */
function put(flight, flash) {
  const key = keyOf(flight);
  const before = shown.get(key);
  shown.set(key, flight);
  const html = cells(flight, airports);
  const rows = element('rows');
  let row = before === undefined ? undefined : [...rows.children].find(({ dataset }) => dataset.key === key);
  if (row === undefined) {
    row = document.createElement('tr');
    row.dataset.key = key;
    rows.insertBefore(row, [...rows.children].find(({ dataset }) => dataset.key > key) ?? null);
  } else if (before.delay === flight.delay && before.status === flight.status) return;
  row.innerHTML = html;
  row.className = flight.status;
  if (!flash) return;
  // The animation begins anew only on a row that has been drawn without it.
  void row.offsetWidth;
  row.classList.add('changed');
}

function summarise() {
  element('count').textContent = shown.size === 0 ? '' : `${shown.size} departures${next === null ? '' : ' so far'}`;
  element('empty').hidden = shown.size > 0;
  element('more').hidden = next === null;
}

async function loadPage(mine, after) {
  const { iata, day, from } = choice();
  const query = new URLSearchParams({ day, size: PAGE_SIZE });
  if (from !== '') query.set('from', from);
  if (after !== null) query.set('after', after);
  const page = await call(`api/boards/${iata}?${query}`);
  if (mine !== turn) return;
  if (after === null) {
    shown.clear();
    element('rows').replaceChildren();
  }
  next = page.next;
  for (const flight of page.items) put(flight, false);
  summarise();
}

async function loadDelays(mine) {
  const query = new URLSearchParams({ day: choice().day, limit: 10 });
  const delays = await call(`api/flights/delays?${query}`);
  if (mine === turn) element('delays').innerHTML = delays.map(delayItem).join('') || '<li>None</li>';
}

/** Flights behind the last page that was loaded come with their page. */
function isOnPage(flight) {
  if (flight.departure < choice().from) return false;
  return next === null || keyOf(flight) <= [...shown.keys()].sort().at(-1);
}

function apply({ changed, removed }) {
  for (const flight of removed) {
    shown.delete(keyOf(flight));
    [...element('rows').children].find(({ dataset }) => dataset.key === keyOf(flight))?.remove();
  }
  for (const flight of changed.filter(isOnPage)) put(flight, true);
  summarise();
}

function setLive(isLive, text = isLive ? 'live' : 'connecting') {
  element('live').textContent = text;
  element('live').classList.toggle('on', isLive);
}

/** Loads at each `ready`, also after a broken connection: what changed before is in the page, the rest is sent. */
function watch() {
  turn += 1;
  const mine = turn;
  const { iata, day } = choice();
  stream?.close();
  setLive(false);
  stream = new EventSource(`api/boards/${iata}/live?day=${day}`);
  stream.addEventListener('ready', () => {
    setLive(true);
    attempt(() => Promise.all([loadPage(mine, null), loadDelays(mine)]));
  });
  stream.addEventListener('stale', () => setLive(false, 'out of date'));
  stream.addEventListener('changes', ({ data }) => {
    setLive(true);
    apply(JSON.parse(data));
    attempt(() => loadDelays(mine));
  });
  stream.addEventListener('error', () => setLive(false));
}

async function attempt(work) {
  try {
    await work();
    say('');
  } catch (error) {
    say(error.message);
  }
}

function showBoard() {
  if (!element('choice').reportValidity()) return;
  const { iata, day, from } = choice();
  const { name, city, state } = airports.get(iata);
  element('airport-name').textContent = `${name}, ${city}, ${state}`;
  history.replaceState(null, '', `?${new URLSearchParams({ iata, day, ...(from === '' ? {} : { from }) })}`);
  watch();
}

/** Says which delay it saw, so that of two people who change a flight at once one is told. */
async function change(row, { minutes = 0, status }) {
  const flight = shown.get(row.dataset.key);
  const delay = flight.delay + Number(minutes);
  const body = JSON.stringify({ delay, ...(status === undefined ? {} : { status }), expectedDelay: flight.delay });
  const headers = { 'Content-Type': 'application/json' };
  put(await call(addressOf(flight), { method: 'PATCH', headers, body }), true);
}

async function start() {
  for (const airport of await call('api/airports')) airports.set(airport.iata, airport);
  element('airport').innerHTML = [...airports.values()]
    .filter(({ departures }) => departures > 0)
    .map(({ iata, city }) => `<option value="${escapeHtml(iata)}">${escapeHtml(city)} (${escapeHtml(iata)})</option>`)
    .join('');
  const wanted = new URLSearchParams(location.search);
  element('airport').value = airports.has(wanted.get('iata')) ? wanted.get('iata') : HOME;
  element('day').value = wanted.get('day') ?? element('day').value;
  element('from').value = wanted.get('from') ?? '';
  showBoard();
}

element('choice').addEventListener('change', showBoard);
element('choice').addEventListener('submit', (event) => event.preventDefault());
element('more').addEventListener('click', () => attempt(() => loadPage(turn, next)));
element('rows').addEventListener('click', ({ target }) => {
  const button = target.closest('button');
  if (button !== null) attempt(() => change(button.closest('tr'), button.dataset));
});
attempt(start);
