/** The same messages in another language: every key, none beside them. A plural stays a plural. */
export type Translation<Source> = {
  [K in keyof Source]: Source[K] extends string ? string : { one: string; other: string };
};
