/** Exit codes of `lls`: a verdict or mandatory policy fails; what was given cannot be used; a defect of lls itself; Ctrl-C, as shells tell it. */
export const exitCodes = { fine: 0, verdict: 1, badInput: 2, internal: 3, interrupted: 130 } as const;
