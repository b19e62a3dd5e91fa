// Jest's five seconds are for tests without a server.
jest.setTimeout(60_000);
