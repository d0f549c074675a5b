import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { SimulatedCloud } from "../../simulator/cloud";
import { ReleasePulls } from "../../simulator/engine/release-pulls";
import { create, legal, seed, type Inputs } from "./fixture";

const host = "registry.example.com";
const ecr = "123456789012.dkr.ecr.us-west-2.amazonaws.com";
const login = { username: "robot", password: "a:b" };
const base64 = (text: string): string => Buffer.from(text).toString("base64");
const config = (entry: object, of = host): string => JSON.stringify({ auths: { [of]: entry } });
const right = config({ auth: base64("robot:a:b") });
const wrong = config({ auth: base64("robot:old") });

let folder: string;
beforeAll(() => void (folder = mkdtempSync(join(tmpdir(), "lls-pulls-"))));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe("a chart", () => {
  const chart = (of: string) => ({ chart: `oci://${of}/nvcf/gdn-streaming`, version: "3.0.0" });
  const request = (of: string) =>
    `failed to perform "FetchReference" on source: GET "https://${of}/v2/nvcf/gdn-streaming/manifests/3.0.0":`;
  const unauthorized = "response status code 401: unauthorized: authentication required";
  const expired =
    "response status code 403: denied: Your authorization token has expired. Reauthenticate and try again.";

  it.each([
    ["a login that the registry knows", host, right, undefined],
    ["a login in two fields", host, config(login), undefined],
    ["a login that it does not know", host, wrong, `${request(host)} ${unauthorized}`],
    ["a login of Amazon ECR from yesterday", ecr, config({ auth: base64("AWS:x") }, ecr), `${request(ecr)} ${expired}`],
    ["a login for another registry", host, config(login, ecr), `${request(host)} basic credential not found`],
    ["no login", host, "{}", `${request(host)} basic credential not found`],
    ["no file of logins", host, undefined, `${request(host)} basic credential not found`],
    ["a registry that asks nobody", "other.example.com", "{}", undefined],
  ])("with %s", (_title, of, text, refusal) => {
    const [file, other] = [join(folder, "logins.json"), join(folder, "others.json")];
    if (text === undefined) rmSync(file, { force: true });
    else writeFileSync(file, text);
    writeFileSync(other, "{}");
    const registries = [host, ecr].map((one) => ({ host: one, logins: [login] }));
    expect(new ReleasePulls(registries, file).chartRefusal(chart(of), {})).toBe(refusal);
    const settings = { helmReleaseSettings: JSON.stringify({ registryConfigPath: file }) };
    expect(new ReleasePulls(registries, other).chartRefusal(chart(of), settings)).toBe(refusal);
  });

  it("that is a local file needs none", () => {
    const pulls = new ReleasePulls([{ host, logins: [login] }]);
    expect(pulls.chartRefusal({ chart: "/charts/gdn-streaming-3.0.0.tgz" }, {})).toBeUndefined();
  });
});

describe("the image of a new pod", () => {
  const image = { repository: `${host}/nvcf/streaming-proxy`, tag: "3.0.2" };
  const release = (more: Inputs = {}): Inputs => ({
    ...legal.release({ namespace: "gdn-streaming" }),
    values: { image, ...more },
  });
  const secret = (name: string, content: Inputs): Inputs => ({
    metadata: { name, namespace: "gdn-streaming" },
    ...content,
  });
  const asData = (text: string): Inputs => ({ data: { ".dockerconfigjson": base64(text) } });
  const asText = (text: string): Inputs => ({ stringData: { ".dockerconfigjson": text } });

  function cloudWith(secrets: Inputs[], ofAccount: string[]): SimulatedCloud {
    const cloud = new SimulatedCloud(seed());
    create(cloud, "Namespace", "n", { metadata: { name: "gdn-streaming" } });
    secrets.forEach((inputs, index) => create(cloud, "Secret", `s${index}`, inputs));
    const imagePullSecrets = ofAccount.map((name) => ({ name }));
    create(cloud, "ServiceAccountPatch", "a", {
      metadata: { name: "default", namespace: "gdn-streaming" },
      ...(imagePullSecrets.length > 0 && { imagePullSecrets }),
    });
    return cloud;
  }

  const check = (cloud: SimulatedCloud, inputs: Inputs, nodesMayPull = false) =>
    new ReleasePulls([{ host, logins: [login], nodesMayPull }]).checkImage(inputs, cloud, "");

  it.each([
    ["the service account", cloudWith([secret("good", asText(right))], ["good"]), release()],
    ["the release", cloudWith([secret("good", asData(right))], []), release({ imagePullSecrets: [{ name: "good" }] })],
    ["several", cloudWith([secret("bad", asText(wrong)), secret("good", asText(right))], ["bad", "good"]), release()],
  ])("comes with the secret of %s", (_title, cloud, inputs) => {
    expect(() => check(cloud, inputs)).not.toThrow();
  });

  it.each([
    ["without any", cloudWith([], []), release(), /^ImagePullBackOff: .* with no secret: .*credential not found/],
    ["with one that has expired", cloudWith([secret("bad", asText(wrong))], ["bad"]), release(), /with bad: .*401/],
    ["with one that is not there", cloudWith([], ["gone"]), release(), /with gone: .*credential not found/],
    [
      "with the service account's, where the release names its own",
      cloudWith([secret("good", asText(right)), secret("bad", asText(wrong))], ["good"]),
      release({ imagePullSecrets: [{ name: "bad" }] }),
      /with bad: .*401/,
    ],
  ])("does not come %s", (_title, cloud, inputs, error) => {
    expect(() => check(cloud, inputs)).toThrow(error);
  });

  it("comes without, where nodes pull by themselves or the registry asks nobody", () => {
    expect(() => check(cloudWith([], []), release(), true)).not.toThrow();
    const elsewhere = release({ image: { ...image, repository: "other.example.com/streaming-proxy" } });
    expect(() => check(cloudWith([], []), elsewhere)).not.toThrow();
  });
});
