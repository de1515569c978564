// What can be wrong with a pass, each by the name that the province's own programs give it.

export class BadPass extends Error {
  constructor(failure, why) {
    super(why);
    this.failure = failure;
  }
}

export class BadList extends Error {}

export const notAPass = (why) => new BadPass("NotAPass", why);
