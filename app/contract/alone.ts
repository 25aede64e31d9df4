import * as z from 'zod';

/** Who uses Ferry without a server, in their own words; `sample`: a made-up firm to look around in. */
export const aloneSchema = z.object({
  kind: z.enum(['alone', 'sample']),
  name: z.string().trim().min(1).max(200),
  firm: z.string().trim().min(1).max(200),
});
export type Alone = z.infer<typeof aloneSchema>;
