// The three ways in which HubSpot can say no, named for what happens next; any other error is a bug.

/** This one event cannot be written as it is: park it and tell a person why. */
export class Refused extends Error {
  override readonly name: string = "Refused";
  /** Every event of the portal would be refused alike, such as for a missing permission. */
  readonly forAll: boolean;
  constructor(message: string, forAll = false) {
    super(message);
    this.forAll = forAll;
  }
}

/** Not now: the portal's lane sleeps for `ms` and carries on where it stopped. */
export class Later extends Error {
  override readonly name = "Later";
  readonly ms: number;
  /** Whether HubSpot may have carried the request out all the same. */
  readonly inDoubt: boolean;
  constructor(message: string, ms: number, inDoubt = true) {
    super(message);
    this.ms = ms;
    this.inDoubt = inDoubt;
  }
}

/** HubSpot no longer knows us in this portal: its lane rests until someone reconnects; accepting goes on. */
export class Disconnected extends Error {
  override readonly name = "Disconnected";
}
