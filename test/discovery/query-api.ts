import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { vi } from "vitest";

/** What a request asks for: the form of AWS's Query API, and who signed it. */
export interface ApiRequest {
  form: URLSearchParams;
  accessKey: string | undefined;
}

/** An answer: status 200 unless told. */
export interface ApiAnswer {
  status?: number;
  body: string;
}

/** A server that stands for EC2, Elastic Load Balancing and STS, to which the environment leads the AWS SDK until it is closed. */
export class QueryApi {
  readonly requests: ApiRequest[] = [];
  answer: (request: ApiRequest, index: number) => ApiAnswer = () => failed("UnauthorizedOperation", 403);

  private readonly server = createServer((request, response) => {
    let body = "";
    request.on("data", (chunk: Buffer) => (body += chunk.toString()));
    request.on("end", () => {
      const accessKey = /Credential=([^/]+)/.exec(request.headers.authorization ?? "")?.[1];
      const asked = { form: new URLSearchParams(body), accessKey };
      this.requests.push(asked);
      const { status = 200, body: text } = this.answer(asked, this.requests.length - 1);
      response.writeHead(status, { "content-type": "text/xml" }).end(text);
    });
  });

  /** Starts to listen; credentials are those of `own-key`. */
  async open(): Promise<void> {
    await new Promise<void>((resolve) => this.server.listen(0, "127.0.0.1", resolve));
    const endpoint = `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
    vi.stubEnv("AWS_ENDPOINT_URL_EC2", endpoint);
    vi.stubEnv("AWS_ENDPOINT_URL_ELASTIC_LOAD_BALANCING_V2", endpoint);
    vi.stubEnv("AWS_ENDPOINT_URL_STS", endpoint);
    vi.stubEnv("AWS_ACCESS_KEY_ID", "own-key");
    vi.stubEnv("AWS_SECRET_ACCESS_KEY", "own-secret");
    vi.stubEnv("AWS_PROFILE", "");
    vi.stubEnv("AWS_CONFIG_FILE", "/dev/null");
    vi.stubEnv("AWS_SHARED_CREDENTIALS_FILE", "/dev/null");
  }

  async close(): Promise<void> {
    vi.unstubAllEnvs();
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }
}

/** A refusal or failure. */
export function failed(code: string, status: number): ApiAnswer {
  const error = `<Error><Code>${code}</Code><Message>no</Message></Error>`;
  return { status, body: `<Response><Errors>${error}</Errors><RequestID>1</RequestID></Response>` };
}

/** Credentials of a role: their key tells whose they are. */
export function assumed(roleArn: string | null): ApiAnswer {
  const key = `<AccessKeyId>key-of-${roleArn?.split("/")[1]}</AccessKeyId>`;
  const secret = "<SecretAccessKey>s</SecretAccessKey><SessionToken>t</SessionToken>";
  const credentials = `<Credentials>${key}${secret}<Expiration>2100-01-01T00:00:00Z</Expiration></Credentials>`;
  return { body: `<AssumeRoleResponse><AssumeRoleResult>${credentials}</AssumeRoleResult></AssumeRoleResponse>` };
}
