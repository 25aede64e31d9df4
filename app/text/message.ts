/** A message, or one for each plural form of `count`; `{name}` is replaced by the value of that name. */
export type Message = string | { one: string; other: string };
