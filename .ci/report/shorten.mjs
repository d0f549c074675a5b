// @ts-check

/**
 * Cuts Markdown at the end of a line, closes the sections that are open there, and says that something is missing.
 * @param {string} markdown
 * @param {number} limit longest result, in UTF-16 units, which no forge counts less than
 * @param {string} notice the last line of what was cut
 */
export function shorten(markdown, limit, notice) {
  let result = markdown;
  let end = limit;
  while (result.length > limit && end >= 0) {
    const kept = markdown.slice(0, Math.max(markdown.lastIndexOf("\n", end), 0));
    result = [kept, ...closing(kept), "", notice].join("\n");
    end = kept === "" ? -1 : Math.max(kept.length - Math.max(result.length - limit, 1), 0);
  }
  return result;
}

/** Markdown in which nothing stays open, so that it cannot fold or swallow what follows it. @param {string} markdown */
export function closed(markdown) {
  return [markdown, ...closing(markdown)].join("\n");
}

/** Tags that close what is open at the end, the innermost first. @param {string} markdown */
function closing(markdown) {
  /** @type {string[]} */
  const open = [];
  for (const [, slash, name = ""] of markdown.matchAll(/<(\/?)(details|summary|pre)>/g)) {
    if (slash === "") open.unshift(name);
    else if (open[0] === name) open.shift();
  }
  return open.map((name) => `</${name}>`);
}

/**
 * Divides room among parts: what is short keeps its length, the rest shares what is left.
 * @param {number[]} lengths
 * @param {number} room
 */
export function shares(lengths, room) {
  /** @type {number[]} */
  const result = [];
  let left = room;
  const order = lengths.map((length, index) => ({ length, index })).sort((a, b) => a.length - b.length);
  for (const [position, { length, index }] of order.entries()) {
    const share = Math.min(length, Math.floor(left / (order.length - position)));
    result[index] = share;
    left -= share;
  }
  return result;
}
