/** A person's initials on a colour; always beside the name, so it carries no meaning of its own. */
export function Avatar({ id, name }: { id: string; name: string }) {
  // Drawn as an image: text would become part of the accessible name of the surrounding element.
  return <span className={`avatar avatar--${hueOf(id)}`} data-initials={initialsOf(name)} aria-hidden />;
}

const HUES = 6;

function hueOf(id: string): number {
  let sum = 0;
  for (const character of id) sum = (sum * 31 + (character.codePointAt(0) ?? 0)) % 9973;
  return sum % HUES;
}

function initialsOf(name: string): string {
  const words = name.trim().split(/\s+/);
  const first = [...(words[0] ?? '')][0] ?? '';
  const last = words.length > 1 ? ([...(words.at(-1) ?? '')][0] ?? '') : '';
  return (first + last).toLocaleUpperCase();
}
