// The three ways in which HubSpot can say no, named for what happens next; any other error is a bug.

/** This one event cannot be written as it is: park it and tell a person why. */
export class Refused extends Error {
  override readonly name = "Refused";
}

/** Not now: the portal's lane sleeps for `ms` and carries on where it stopped. */
export class Later extends Error {
  override readonly name = "Later";
  readonly ms: number;
  constructor(message: string, ms: number) {
    super(message);
    this.ms = ms;
  }
}

/** HubSpot no longer knows us in this portal: its lane rests until someone reconnects; accepting goes on. */
export class Disconnected extends Error {
  override readonly name = "Disconnected";
}
