// @ts-check

/** @typedef {Record<string, any>} Json */

/** The API of a forge. Errors name the request and what was answered, never the token. */
export class Forge {
  /**
   * @param {string} address without a slash at the end
   * @param {Record<string, string>} headers with the token
   */
  constructor(address, headers) {
    this.address = address;
    this.headers = headers;
  }

  /** @param {string} path @returns {Promise<Json>} */
  async get(path) {
    return /** @type {Json} */ (await (await this.ask("GET", `${this.address}${path}`)).json());
  }

  /** Every page of a list. @param {string} path @returns {Promise<Json[]>} */
  async list(path) {
    const found = [];
    /** @type {string | undefined} */
    let next = `${this.address}${path}`;
    while (next !== undefined) {
      // The token goes nowhere else, whatever an answer says.
      if (!next.startsWith(`${this.address}/`)) throw new Error(`the next page of ${path} is elsewhere: ${next}`);
      const response = await this.ask("GET", next);
      found.push(.../** @type {Json[]} */ (await response.json()));
      next = /<([^>]*)>\s*;\s*rel="next"/.exec(response.headers.get("link") ?? "")?.[1];
    }
    return found;
  }

  /** @param {"POST" | "PATCH" | "PUT"} method @param {string} path @param {Json} body */
  async send(method, path, body) {
    await this.ask(method, `${this.address}${path}`, body);
  }

  /** @param {string} method @param {string} url @param {Json} [body] */
  async ask(method, url, body) {
    const response = await fetch(url, {
      method,
      headers: { "content-type": "application/json", ...this.headers },
      body: body && JSON.stringify(body),
      redirect: "error",
      signal: AbortSignal.timeout(30_000),
    });
    if (response.ok) return response;
    const answer = (await response.text()).slice(0, 300);
    throw new Error(`${method} ${url} answered ${response.status}: ${answer}`);
  }
}

/**
 * Variables that a pipeline sets.
 * @template {string} Name
 * @param {Name[]} names
 * @returns {Record<Name, string>}
 * @throws Error that names all that are missing
 */
export function given(...names) {
  const missing = names.filter((name) => !process.env[name]);
  if (missing.length > 0) throw new Error(`not set: ${missing.join(", ")}`);
  return /** @type {Record<Name, string>} */ (Object.fromEntries(names.map((name) => [name, process.env[name]])));
}

/** The GitHub of the run, with the token of the job. @param {string} address @param {string} token */
export function gitHub(address, token) {
  return new Forge(address, {
    accept: "application/vnd.github+json",
    authorization: `Bearer ${token}`,
    "x-github-api-version": "2022-11-28",
  });
}

/** Whom the token of a job writes as. Nobody else's comment or issue is touched, whatever its first line. */
export const gitHubBot = "github-actions[bot]";
