/** The message when the server cannot listen at its address, for its operator. */
export function explainListenFailure(thrown: unknown, { option, host, port }: ListenAddress): unknown {
  const code = thrown instanceof Error && 'code' in thrown ? thrown.code : undefined;
  const reason = typeof code === 'string' ? REASONS[code] : undefined;
  if (!reason) return thrown;
  return new Error(`${reason(`Port ${port} on ${host}`)} Choose another with ${option}.`, { cause: thrown });
}

export interface ListenAddress {
  /** The option that names the port. */
  option: '--port' | '--metrics-port';
  host: string;
  port: number;
}

const REASONS: Readonly<Record<string, (address: string) => string>> = {
  EADDRINUSE: (address) => `${address} is in use by another program.`,
  EACCES: (address) => `${address} is not allowed to this user.`,
  EADDRNOTAVAIL: (address) => `${address} is no address of this computer.`,
};
