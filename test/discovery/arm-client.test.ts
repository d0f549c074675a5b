import { describe, expect, it } from "vitest";
import type { ArmReader } from "../../discovery/aks/arm-reader";
import { azureActions } from "../../discovery/aks/azure-actions";
import { armReaderOf, type AzureConnection } from "../../discovery/arm-client";

const group = "/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/nodes";
const vnet = `${group}/providers/Microsoft.Network/virtualNetworks/vnet`;
const origin = "https://management.azure.com";

/** A request as it went out. */
interface Sent {
  method: string;
  url: URL;
  authorization: string;
  body: unknown;
}

type Answer = Response | ((sent: Sent) => Response);

/** An Azure Resource Manager that gives answers in turn, the last one again and again, and notes requests and pauses. */
class Arm {
  readonly sent: Sent[] = [];
  readonly pauses: number[] = [];
  tokens = 0;

  constructor(private readonly answers: Answer[]) {}

  reader(more: Partial<AzureConnection> = {}): ArmReader {
    return armReaderOf({
      token: async () => `token-${++this.tokens}`,
      fetch: async (input, init) => {
        const sent = {
          method: init?.method ?? "GET",
          url: new URL(input),
          authorization: new Headers(init?.headers).get("authorization") ?? "",
          body: init?.body === undefined ? undefined : (JSON.parse(init.body as string) as unknown),
        };
        this.sent.push(sent);
        const answer = this.answers[Math.min(this.sent.length, this.answers.length) - 1]!;
        return typeof answer === "function" ? answer(sent) : answer.clone();
      },
      wait: async (milliseconds) => void this.pauses.push(milliseconds),
      ...more,
    });
  }
}

const ok = (body: object): Response => Response.json(body);
const failed = (status: number, code?: string, headers?: Record<string, string>): Response =>
  Response.json(code ? { error: { code, message: "as it is" } } : {}, { status, headers });

const calls: Record<keyof ArmReader, (arm: ArmReader) => Promise<unknown>> = {
  subnet: (arm) => arm.subnet(`${vnet}/subnets/nodes`),
  networkSecurityGroup: (arm) =>
    arm.networkSecurityGroup(`${group}/providers/Microsoft.Network/networkSecurityGroups/nsg`),
  routeTable: (arm) => arm.routeTable(`${group}/providers/Microsoft.Network/routeTables/rt`),
  virtualNetwork: (arm) => arm.virtualNetwork(vnet),
  networkSecurityGroups: (arm) => arm.networkSecurityGroups(group),
  scaleSets: (arm) => arm.scaleSets(group),
  effectiveAdminRules: (arm) => arm.effectiveAdminRules(vnet),
};

/** Azure's convention: resource types without names, then `read`, or the action's name and `action`. */
function actionOf({ method, url }: Sent): string {
  const [provider, ...rest] = url.pathname.split("/providers/")[1]!.split("/");
  const types = rest.filter((_, index) => index % 2 === 0);
  return [provider, ...types, method === "GET" ? "read" : "action"].join("/");
}

describe("a call", () => {
  it.each(Object.entries(calls))(
    "%s needs the permission that the role names, and goes to Azure with its token",
    async (name, call) => {
      const arm = new Arm([ok({ value: [] })]);
      await call(arm.reader());
      expect(arm.sent.map(actionOf)).toEqual([azureActions[name as keyof ArmReader]]);
      expect(arm.sent[0]).toMatchObject({ authorization: "Bearer token-1" });
      expect(arm.sent[0]?.url.origin).toBe(origin);
      expect(arm.sent[0]?.url.searchParams.get("api-version")).toMatch(/^\d{4}-\d\d-\d\d$/);
    },
  );

  it.each([
    ["public", "https://management.azure.com"],
    ["usgovernment", "https://management.usgovcloudapi.net"],
    ["china", "https://management.chinacloudapi.cn"],
  ])("goes to the cloud of the environment: %s", async (environment, expected) => {
    const arm = new Arm([ok({ value: [] })]);
    await arm.reader({ environment }).scaleSets(group);
    expect(arm.sent[0]?.url.origin).toBe(expected);
  });

  it("to a cloud that does not exist is an error", () => {
    expect(() => new Arm([]).reader({ environment: "mars" })).toThrow("no such Azure environment: mars");
  });
});

describe("pages", () => {
  it("of a list are followed by their links", async () => {
    const next = `${origin}${group}/next?page=2`;
    const arm = new Arm([ok({ value: [{ id: "a" }], nextLink: next }), ok({ value: [{ id: "b" }, { id: "c" }] })]);
    expect((await arm.reader().networkSecurityGroups(group)).map(({ id }) => id)).toEqual(["a", "b", "c"]);
    expect(arm.sent[1]?.url.href).toBe(next);
    expect(arm.tokens).toBe(1);
  });

  it("of an action are asked for by their token", async () => {
    const arm = new Arm([ok({ value: [{ id: "a" }], skipToken: "more" }), ok({ value: [{ id: "b" }] })]);
    expect((await arm.reader().effectiveAdminRules(vnet)).map(({ id }) => id)).toEqual(["a", "b"]);
    expect(arm.sent.map(({ body }) => body)).toEqual([{}, { skipToken: "more" }]);
  });

  it("that lie elsewhere are refused: the token leaves Azure for nobody", async () => {
    const arm = new Arm([ok({ value: [], nextLink: "https://example.com/next" })]);
    await expect(arm.reader().scaleSets(group)).rejects.toThrow("https://example.com");
    expect(arm.sent).toHaveLength(1);
  });
});

describe("a call that Azure cannot answer now", () => {
  it.each([429, 500, 502, 503, 504])("is repeated after the time that it asks for: %s", async (status) => {
    const arm = new Arm([failed(status, "Busy", { "retry-after": "7" }), ok({ value: [{ id: "a" }] })]);
    expect(await arm.reader().scaleSets(group)).toHaveLength(1);
    expect(arm.pauses).toEqual([7_000]);
  });

  it("is given up after six attempts, with growing pauses of 30 seconds at most", async () => {
    const arm = new Arm([failed(503, "Busy")]);
    await expect(arm.reader().scaleSets(group)).rejects.toMatchObject({
      name: "Busy",
      message: expect.stringContaining("HTTP 503"),
    });
    expect(arm.pauses).toEqual([1_000, 2_000, 4_000, 8_000, 16_000]);
    const patient = new Arm([failed(429, "TooManyRequests", { "retry-after": "3600" })]);
    await expect(patient.reader().scaleSets(group)).rejects.toMatchObject({ name: "TooManyRequests" });
    expect(new Set(patient.pauses)).toEqual(new Set([30_000]));
  });
});

describe("a call that no answer comes to", () => {
  const broken = (): never => {
    throw new TypeError("fetch failed", { cause: new Error("read ECONNRESET") });
  };
  const brokenOff = (): Response =>
    new Response(
      new ReadableStream({
        pull: (body) => body.error(new TypeError("terminated", { cause: new Error("other side closed") })),
      }),
    );
  const refused = (): never => {
    throw new TypeError("fetch failed", { cause: Object.assign(new AggregateError([]), { code: "ECONNREFUSED" }) });
  };
  const late = (): never => {
    throw new DOMException("The operation was aborted due to timeout", "TimeoutError");
  };

  it.each([
    ["a broken connection", broken, "read ECONNRESET"],
    ["an answer that breaks off", brokenOff, "other side closed"],
    ["every address refused", refused, "ECONNREFUSED"],
    ["a timeout", late, "aborted due to timeout"],
  ])("is repeated like one that Azure cannot answer now, and told with path and cause: %s", async (_, none, cause) => {
    const arm = new Arm([none, none, ok({ value: [{ id: "a" }] })]);
    expect(await arm.reader().scaleSets(group)).toHaveLength(1);
    expect(arm.pauses).toEqual([1_000, 2_000]);
    const dead = new Arm([none]);
    await expect(dead.reader().subnet(`${vnet}/subnets/nodes`)).rejects.toMatchObject({
      name: "NoAnswer",
      message: expect.stringMatching(new RegExp(`^${vnet}/subnets/nodes: no answer: .*${cause}`)),
    });
    expect(dead.pauses).toEqual([1_000, 2_000, 4_000, 8_000, 16_000]);
  });

  it("is told without the token, which fetch quotes if it can be in no header", async () => {
    for (const token of ["S3CRET\nS3CRET", "S3CRET\nS3CRET\n"]) {
      const reader = new Arm([]).reader({ fetch, token: async () => token });
      const error = await reader.scaleSets(group).catch((reason: unknown) => reason as Error);
      expect(error).toMatchObject({ name: "NoAnswer", message: expect.stringContaining("invalid header value") });
      expect((error as Error).message).not.toContain("S3CRET");
    }
  });

  it("has no token to be sent with: that is no matter of patience", async () => {
    const arm = new Arm([ok({})]);
    const token = (): Promise<string> => Promise.reject(new Error("AADSTS700082: expired"));
    await expect(arm.reader({ token }).scaleSets(group)).rejects.toThrow(/^AADSTS700082/);
    expect(arm.pauses).toEqual([]);
  });
});

describe("a call that Azure refuses", () => {
  it("for its token is repeated once with a new one", async () => {
    const arm = new Arm([failed(401, "ExpiredAuthenticationToken"), ok({ value: [{ id: "a" }] })]);
    expect(await arm.reader().scaleSets(group)).toHaveLength(1);
    expect(arm.sent.map(({ authorization }) => authorization)).toEqual(["Bearer token-1", "Bearer token-2"]);
  });

  it.each([
    [401, "ExpiredAuthenticationToken", "InvalidAuthenticationToken"],
    [403, "AuthorizationFailed", "AuthorizationFailed"],
    [403, undefined, "AuthorizationFailed"],
    [404, "ResourceGroupNotFound", "NotFound"],
    [409, "Conflict", "Conflict"],
  ])("says why, in one word for each status: %s %s", async (status, code, name) => {
    const arm = new Arm([failed(status, code)]);
    const error = await arm
      .reader()
      .subnet(`${vnet}/subnets/nodes`)
      .catch((reason: unknown) => reason as Error);
    expect(error).toMatchObject({ name, message: expect.stringContaining(`HTTP ${status}`) });
    expect((error as Error).message).not.toContain("token-");
    expect(arm.pauses).toEqual([]);
  });

  it("in HTML, as proxies do, is told by its status", async () => {
    const arm = new Arm([new Response("<html>", { status: 407 })]);
    await expect(arm.reader().scaleSets(group)).rejects.toThrow("HTTP 407");
  });
});
