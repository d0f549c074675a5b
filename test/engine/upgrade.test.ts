import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { parseAksFacts } from "../../discovery/aks/facts-file";
import { parseEksFacts } from "../../discovery/eks/facts-file";
import { graphOfState, type StateResource } from "../../simulator/engine/state-graph";
import { describeEngine, differences, engineCli, notOpen } from "./engine-stack";
import { openReleased, releases, withTodaysIds, type ReleasedStack } from "./released-stack";
import { stepLines, textOf } from "./step-lines";

// The upgrade promise: a stack that an earlier release has brought up is taken over by today's code, without a replacement or a deletion.

const kept = readdirSync(releases)
  .filter((name) => !name.endsWith(".md"))
  .sort()
  .flatMap((release) =>
    readdirSync(join(releases, release)).map((file) => ({ release, stack: file.replace(/\.json$/, "") })),
  );

function read(release: string, stack: string): ReleasedStack {
  return JSON.parse(readFileSync(join(releases, release, `${stack}.json`), "utf8")) as ReleasedStack;
}

function factsOf({ facts, stack }: ReleasedStack) {
  const text = JSON.stringify(facts);
  return facts.cloud === "eks" ? parseEksFacts(text, stack) : parseAksFacts(text, stack);
}

let folder: string;
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), "lls-upgrade-"))));
afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe("kept releases", () => {
  it("are there, each with every example stack that it had, and with nothing of the machine that wrote them", () => {
    expect(kept.filter(({ release }) => release === "0.1.0").map(({ stack }) => stack)).toEqual([
      "aks-dev",
      "aks-pools",
      "dev",
    ]);
    for (const { release, stack } of kept) {
      expect(JSON.stringify(read(release, stack))).not.toMatch(/sourcePosition|"created"|"modified"|file:\/\/|\/tmp\//);
    }
  });
});

describeEngine.each(kept)("stack $stack of release $release", ({ release, stack: name }) => {
  it("is taken over by today's code without a replacement or a deletion, and stays open", async () => {
    const released = read(release, name);
    const { project, deployment } = released;
    const stack = await openReleased(released, factsOf(released), folder, await engineCli());
    try {
      await stack.importState(withTodaysIds(deployment, stack));
      expect(differences(stack)).toEqual({ onlyInState: [], onlyInCloud: [] });
      const preview = await stack.preview();
      expect(preview).toMatchObject({ failure: null, diagnostics: [] });
      expect(
        stepLines(preview)
          .map(textOf)
          .filter((line) => !/^(create|update) /.test(line)),
      ).toEqual([]);

      const up = await stack.up();
      expect(up).toMatchObject({ failure: null, diagnostics: [] });
      expect(
        stepLines(up)
          .map(textOf)
          .filter((line) => !/^(create|update) /.test(line)),
      ).toEqual([]);
      const { resources = [] } = await stack.state();
      expect(notOpen(graphOfState(project, name, resources as StateResource[]))).toEqual([]);
      expect(differences(stack)).toEqual({ onlyInState: [], onlyInCloud: [] });
      expect((await stack.preview()).steps).toEqual([]);
      expect(await stack.destroy()).toMatchObject({ failure: null });
      expect([...stack.journal.cloud.resources.keys()]).toEqual([]);
    } finally {
      stack.close();
    }
  });
});
