/** What the page shows of a flight, as text of HTML. Nothing here touches the page, so it runs anywhere. */

const ENTITIES = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

export function escapeHtml(text) {
  return String(text).replace(/[&<>"']/g, (character) => ENTITIES[character]);
}

/** `09:01:00` as `09:01`. */
export function clock(time) {
  return time.slice(0, 5);
}

/** The time on the clock after so many minutes, over midnight too. */
export function later(time, minutes) {
  const [hour, minute] = time.split(':').map(Number);
  const total = (((hour * 60 + minute + minutes) % 1440) + 1440) % 1440;
  return [Math.floor(total / 60), total % 60].map((part) => String(part).padStart(2, '0')).join(':');
}

/** `75` as `1 h 15 min`. */
export function duration(minutes) {
  const hours = Math.floor(minutes / 60);
  return hours === 0 ? `${minutes} min` : `${hours} h ${String(minutes % 60).padStart(2, '0')} min`;
}

export function delayText(delay) {
  if (delay > 0) return `+${duration(delay)}`;
  return delay < 0 ? `${duration(-delay)} early` : 'on time';
}

export function delayClass(delay) {
  if (delay >= 15) return 'late';
  return delay > 0 ? 'slight' : 'punctual';
}

/** Sorts as the board is stored. */
export function keyOf({ departure, destination, sequence }) {
  return `${departure} ${destination} ${String(sequence).padStart(2, '0')}`;
}

export function addressOf({ origin, day, departure, destination, sequence }) {
  return `api/flights/${[origin, day, clock(departure), destination, sequence].map(encodeURIComponent).join('/')}`;
}

const NEXT_STATUS = { planned: 'boarding', boarding: 'departed' };

function statusButton(status) {
  const text = escapeHtml(status);
  const next = NEXT_STATUS[status];
  if (next === undefined) return `<span class="status ${text}">${text}</span>`;
  return `<button type="button" class="status ${text}" data-status="${next}" title="Set to ${next}">${text}</button>`;
}

/** The cells of a row. */
export function cells(flight, airports) {
  const { departure, destination, delay, status } = flight;
  const place = airports.get(destination);
  const name = place === undefined ? destination : `${place.city}, ${place.state}`;
  return [
    `<td class="time">${clock(escapeHtml(departure))}</td>`,
    `<td class="place"><span class="code">${escapeHtml(destination)}</span>${escapeHtml(name)}</td>`,
    `<td class="expected">${later(departure, delay)}</td>`,
    `<td class="delay ${delayClass(delay)}">${delayText(delay)}</td>`,
    `<td class="state">${statusButton(status)}</td>`,
    `<td class="actions"><button type="button" data-minutes="5" title="Five minutes later">+5 min</button></td>`,
  ].join('');
}

export function delayItem({ origin, destination, departure, delay }) {
  const route = `${escapeHtml(origin)} → ${escapeHtml(destination)}`;
  return `<li><span>${route} <small>${clock(escapeHtml(departure))}</small></span><span class="late">${delayText(delay)}</span></li>`;
}
