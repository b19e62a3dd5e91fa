import { auth } from 'cassandra-driver';
import type { Credentials, CredentialsProvider } from './options';

type AuthCallback = (error: Error | null, token?: Buffer) => void;

/** `\0user\0password`, the one message of SASL PLAIN. */
async function plainToken(provider: CredentialsProvider): Promise<Buffer> {
  const { username, password } = await provider();
  return Buffer.from(`\0${username}\0${password}`, 'utf8');
}

class PlainAuthenticator implements auth.Authenticator {
  readonly #provider: CredentialsProvider;

  constructor(provider: CredentialsProvider) {
    this.#provider = provider;
  }

  initialResponse(callback: AuthCallback): void {
    plainToken(this.#provider).then(
      (token) => callback(null, token),
      (error: unknown) => callback(error instanceof Error ? error : new Error('The credentials function failed')),
    );
  }

  evaluateChallenge(_challenge: Buffer, callback: AuthCallback): void {
    callback(null);
  }

  onAuthenticationSuccess(): void {
    // Nothing to do: PLAIN ends with the server's answer.
  }
}

// The typings call AuthProvider an interface; at run time it is a class, and the driver insists on an instance of it.
const { AuthProvider } = auth as unknown as { AuthProvider: new () => auth.AuthProvider };

/**
 * Password login that asks for the credentials at each new connection and hides them from `util.inspect`: the driver's
 * own provider keeps the password in a plain property of the client's options.
 */
export class CredentialsAuthProvider extends AuthProvider {
  readonly #provider: CredentialsProvider;

  constructor(credentials: Credentials | CredentialsProvider) {
    super();
    this.#provider = typeof credentials === 'function' ? credentials : () => credentials;
  }

  override newAuthenticator(): auth.Authenticator {
    return new PlainAuthenticator(this.#provider);
  }
}
