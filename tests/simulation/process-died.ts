/** What code still running in a process that is no more runs into. */
export class ProcessDied extends Error {
  constructor() {
    super('This process is no more.');
    this.name = 'ProcessDied';
  }
}
