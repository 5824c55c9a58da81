/** Such as "1 pair", "2,000 pairs": how a language writes the number, and the form that follows it. */
export function counter(locale: string): (amount: number, one: string, other: string) => string {
  const rules = new Intl.PluralRules(locale);
  const digits = new Intl.NumberFormat(locale);
  return (amount, one, other) => `${digits.format(amount)} ${rules.select(amount) === "one" ? one : other}`;
}
