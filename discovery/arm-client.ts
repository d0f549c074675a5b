import type { ArmReader } from "./aks/arm-reader";

/** Whom to be towards Azure Resource Manager. */
export interface AzureConnection {
  /** A token for Azure Resource Manager; asked again if the first one has expired. */
  token: () => Promise<string>;
  /** `azure-native:environment`: `public` (default), `usgovernment` or `china`. */
  environment?: string;
  /** Sends a request, in tests. Default: the global one. */
  fetch?: typeof fetch;
  /** Waits some milliseconds, in tests. Default: a timer. */
  wait?: (milliseconds: number) => Promise<void>;
}

/** Azure Resource Manager of each cloud. Source: Azure documentation, national clouds. */
const endpoints: Record<string, string> = {
  public: "https://management.azure.com",
  usgovernment: "https://management.usgovcloudapi.net",
  china: "https://management.chinacloudapi.cn",
};

const networkVersion = "2024-05-01";
const computeVersion = "2024-07-01";

/** Attempts of one call while Azure throttles (429), fails (5xx) or cannot be reached, the longest pause between two, and the time for an answer. */
const maxAttempts = 6;
const longestPauseMs = 30_000;
const timeoutMs = 60_000;

/** What Azure Resource Manager answered instead of data; `name` is its error code, or `NoAnswer`. */
export class ArmError extends Error {
  constructor(code: string, path: string, message: string) {
    super(`${path}: ${message}`);
    this.name = code;
  }
}

/** Reads Azure Resource Manager through its REST API, in every subscription that the login reaches. */
export function armReaderOf(connection: AzureConnection): ArmReader {
  const arm = new ArmClient(connection);
  return {
    subnet: (id) => arm.get(id, networkVersion),
    networkSecurityGroup: (id) => arm.get(id, networkVersion),
    routeTable: (id) => arm.get(id, networkVersion),
    virtualNetwork: (id) => arm.get(id, networkVersion),
    networkSecurityGroups: (group) =>
      arm.list(`${group}/providers/Microsoft.Network/networkSecurityGroups`, networkVersion),
    scaleSets: (group) => arm.list(`${group}/providers/Microsoft.Compute/virtualMachineScaleSets`, computeVersion),
    effectiveAdminRules: (id) =>
      arm.listByAction(`${id}/listNetworkManagerEffectiveSecurityAdminRules`, networkVersion),
  };
}

interface Page<Item> {
  value?: Item[];
  nextLink?: string;
  skipToken?: string;
}

/** An answer, read to its end. Status 0: none came, and `text` says why. */
interface Answer {
  status: number;
  text: string;
  retryAfter: string | null;
}

/** Azure Resource Manager: read-only requests, with retries while it throttles, fails or cannot be reached. */
export class ArmClient {
  private readonly endpoint: string;
  private token: Promise<string> | undefined;

  /** @throws RangeError for an environment that there is none of */
  constructor(private readonly connection: AzureConnection) {
    const environment = connection.environment ?? "public";
    const endpoint = endpoints[environment];
    if (!endpoint) throw new RangeError(`no such Azure environment: ${environment}`);
    this.endpoint = endpoint;
  }

  /**
   * A resource.
   * @throws ArmError with what was answered instead
   */
  get<Resource>(path: string, version: string): Promise<Resource> {
    return this.send("GET", this.url(path, version));
  }

  /**
   * A list, all its pages.
   * @param filter of OData
   * @throws ArmError with what was answered instead
   */
  async list<Item>(path: string, version: string, filter?: string): Promise<Item[]> {
    const items: Item[] = [];
    const query = filter === undefined ? "" : `&$filter=${encodeURIComponent(filter)}`;
    let next: string | undefined = this.url(path, version) + query;
    while (next) {
      const page: Page<Item> = await this.send("GET", next);
      items.push(...(page.value ?? []));
      next = page.nextLink;
    }
    return items;
  }

  /** A list that is asked for by an action pages by a token in the body. */
  async listByAction<Item>(path: string, version: string): Promise<Item[]> {
    const items: Item[] = [];
    let skipToken: string | undefined;
    do {
      const page: Page<Item> = await this.send("POST", this.url(path, version), skipToken ? { skipToken } : {});
      items.push(...(page.value ?? []));
      skipToken = page.skipToken;
    } while (skipToken);
    return items;
  }

  private url(path: string, version: string): string {
    return `${this.endpoint}${path}?api-version=${version}`;
  }

  private async send<Data>(method: string, url: string, body?: object): Promise<Data> {
    const { origin, pathname } = new URL(url);
    // A next link is data: the token goes nowhere else.
    if (origin !== this.endpoint) throw new ArmError("ForeignLink", pathname, `the next page lies on ${origin}`);
    const wait = this.connection.wait ?? ((ms) => new Promise((resolve) => setTimeout(resolve, ms)));
    let renewed = false;
    for (let attempt = 1; ; attempt++) {
      const answer = await this.attempt(method, url, body);
      if (answer.status >= 200 && answer.status < 300) return JSON.parse(answer.text) as Data;
      const retry = isPassing(answer.status) && attempt < maxAttempts;
      if (retry) await wait(pauseMs(answer, attempt));
      else if (answer.status === 401 && !renewed) {
        renewed = true;
        this.token = undefined;
      } else throw errorOf(answer, pathname);
    }
  }

  private async attempt(method: string, url: string, body: object | undefined): Promise<Answer> {
    const token = await (this.token ??= this.connection.token());
    try {
      const response = await (this.connection.fetch ?? fetch)(url, {
        method,
        headers: { authorization: `Bearer ${token}`, ...(body && { "content-type": "application/json" }) },
        ...(body && { body: JSON.stringify(body) }),
        signal: AbortSignal.timeout(timeoutMs),
      });
      const retryAfter = response.headers.get("retry-after");
      return { status: response.status, text: await response.text(), retryAfter };
    } catch (error) {
      // Of a header that is none, fetch quotes the value, without white space at its ends.
      const text = reasonOf(error).replaceAll(`Bearer ${token}`.trim(), "[secret]");
      return { status: 0, text, retryAfter: null };
    }
  }
}

function isPassing(status: number): boolean {
  return status === 0 || status === 429 || status >= 500;
}

/** What is behind the "fetch failed" of a connection that was refused, broken off or never answered. */
function reasonOf(error: unknown): string {
  const { message, cause } = error as { message?: string; cause?: { message?: string; code?: string } };
  return `no answer: ${cause?.message || cause?.code || message || String(error)}`;
}

/** As long as Azure asks for, else 1, 2, 4, … seconds. */
function pauseMs({ retryAfter }: Answer, attempt: number): number {
  const asked = Number(retryAfter ?? NaN);
  const seconds = asked >= 0 ? asked : 2 ** (attempt - 1);
  return Math.min(seconds * 1000, longestPauseMs);
}

function errorOf({ status, text }: Answer, path: string): ArmError {
  if (status === 0) return new ArmError("NoAnswer", path, text);
  let error: { code?: string; message?: string } = {};
  try {
    error = (JSON.parse(text) as { error?: typeof error }).error ?? {};
  } catch {
    // A gateway in between answers in HTML.
  }
  const usual: Record<number, string> = {
    401: "InvalidAuthenticationToken",
    403: "AuthorizationFailed",
    404: "NotFound",
  };
  return new ArmError(
    usual[status] ?? error.code ?? "ArmError",
    path,
    [`HTTP ${status}`, error.code, error.message].filter(Boolean).join(", "),
  );
}
