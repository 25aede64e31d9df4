/** A message, or one per plural form of `count`; `{name}` is replaced by the parameter. */
export type Message = string | { one: string; other: string };
