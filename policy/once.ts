/** A function that computes what it answers for an object once: rules and installations ask the same of a stack, and would each look through all of it. */
export function once<Subject extends object, Answer>(
  compute: (subject: Subject) => Answer,
): (subject: Subject) => Answer {
  const known = new WeakMap<Subject, { answer: Answer }>();
  return (subject) => {
    const entry = known.get(subject) ?? { answer: compute(subject) };
    known.set(subject, entry);
    return entry.answer;
  };
}
