/** The same messages in another language: exactly the same keys. A plural stays a plural. */
export type Translation<Source> = {
  [K in keyof Source]: Source[K] extends string ? string : { one: string; other: string };
};
