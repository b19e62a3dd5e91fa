// Jest's five seconds are for a machine with nothing else to do, and for tests without a server or a process.
jest.setTimeout(60_000);
