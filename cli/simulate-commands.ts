/** What `lls simulate` can be told to do. */
export const simulateCommands = ["preview", "up", "refresh", "destroy", "recover"] as const;

/** One of them. */
export type SimulateCommand = (typeof simulateCommands)[number];
