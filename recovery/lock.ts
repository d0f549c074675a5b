/** Whether a stack is locked, as its backend tells without being changed. */
export type Lock =
  | { state: "free" }
  | {
      state: "held";
      /** Who holds it, one each: `root@host, process 42, since 2026-01-01T00:00:00Z`; empty where the backend does not tell. */
      holders: string[];
    }
  | { state: "unknown"; reason: string };
