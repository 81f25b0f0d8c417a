// The finder's condition language, as server/domain/conditions.py has it; a test holds both together.
export function holds(condition, answers) {
  if (condition.all) return condition.all.every((part) => holds(part, answers));
  if (condition.any) return condition.any.some((part) => holds(part, answers));
  if (condition.not) return !holds(condition.not, answers);
  if (!condition.q) return true;
  const answer = answers[condition.q];
  if (answer === undefined) return false;
  if (condition.has_any) return [answer].flat().some((one) => condition.has_any.includes(one));
  return condition.in ? condition.in.includes(answer) : answer === condition.is;
}
