import { execFile } from "node:child_process";
import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { promisify } from "node:util";
import { root } from "../../cli/temporary-project";

/** What a forge was asked to write. */
export interface Written {
  method: string;
  path: string;
  body: Record<string, string>;
}

/** A forge that answers reads from a table and notes down what it is asked to write. Lists come in pages of two. */
export class FakeForge {
  readonly written: Written[] = [];
  /** Tokens that came with requests. */
  readonly tokens = new Set<string | undefined>();
  address = "";
  private readonly server = createServer((request, response) => {
    void this.answer(request).then(({ status, body, headers }) => {
      response.writeHead(status, { "content-type": "application/json", ...headers }).end(JSON.stringify(body));
    });
  });

  /**
   * @param answers by path with its query, without that of pages; a missing path is answered with 404
   * @param nextServer where the next page of a list is said to be. Default: here
   */
  constructor(
    private readonly answers: Record<string, unknown>,
    private readonly nextServer?: string,
  ) {}

  /** Listens on a port of its own while something runs. */
  async during<Result>(run: () => Promise<Result>): Promise<Result> {
    await new Promise<void>((resolve) => this.server.listen(0, "127.0.0.1", resolve));
    this.address = `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
    try {
      return await run();
    } finally {
      await new Promise((resolve) => this.server.close(resolve));
    }
  }

  private async answer(
    request: IncomingMessage,
  ): Promise<{ status: number; body: unknown; headers?: Record<string, string> }> {
    const { method = "", url = "", headers } = request;
    this.tokens.add(headers.authorization ?? (headers["private-token"] as string | undefined));
    if (method !== "GET") {
      const body = await text(request);
      this.written.push({ method, path: url, body: JSON.parse(body) as Record<string, string> });
      return { status: 200, body: {} };
    }
    const [path = "", page = "1"] = url.split(/[?&]page=/);
    const found = this.answers[path];
    if (!Array.isArray(found))
      return found === undefined ? { status: 404, body: { message: "Not Found" } } : { status: 200, body: found };
    const start = 2 * (Number(page) - 1);
    const next = `<${this.nextServer ?? this.address}${path}${path.includes("?") ? "&" : "?"}page=${Number(page) + 1}>; rel="next"`;
    const more = start + 2 < found.length;
    return {
      status: 200,
      body: found.slice(start, start + 2),
      headers: more ? { link: `${next}, <x>; rel="last"` } : {},
    };
  }
}

async function text(request: IncomingMessage): Promise<string> {
  let all = "";
  for await (const chunk of request.setEncoding("utf8")) all += chunk;
  return all;
}

/** Runs a script of `.ci/report` as a pipeline does. */
export async function runReport(
  script: string,
  folder: string,
  env: Record<string, string>,
): Promise<{ code: number; out: string; err: string }> {
  const command = promisify(execFile)(process.execPath, [join(root, ".ci", "report", script), folder], {
    env: { PATH: process.env.PATH, ...env },
  });
  return command.then(
    ({ stdout, stderr }) => ({ code: 0, out: stdout, err: stderr }),
    ({ code, stdout, stderr }: { code: number; stdout: string; stderr: string }) => ({
      code,
      out: stdout,
      err: stderr,
    }),
  );
}
