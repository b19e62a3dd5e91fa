import {
  type Client,
  type EmptyCallback,
  type ExecutionOptions,
  type Host,
  type HostMap,
  policies,
  type QueryOptions,
  type types,
} from 'cassandra-driver';

/** Key under which a retry names the nodes that failed it. */
export const AVOIDED_HOSTS = Symbol('caspy.avoidedHosts');

/**
 * Key under which a schema change asks for the nodes in the order of their addresses: processes that change the schema
 * at the same moment then turn to the same node, which does one change after the other.
 */
export const BY_ADDRESS = Symbol('caspy.byAddress');

/** The driver's options plus the nodes to try last, and the order of the others. */
export interface AttemptOptions extends QueryOptions {
  readonly [AVOIDED_HOSTS]?: ReadonlySet<string>;
  readonly [BY_ADDRESS]?: boolean;
}

type PlanCallback = (error: Error, hosts: Iterator<Host>) => void;

/** The driver passes null options when it plans a PREPARE, which its typings leave out. */
interface Planner {
  newQueryPlan(keyspace: string, options: ExecutionOptions | null, callback: PlanCallback): void;
}

/** The order of another policy, but with the nodes that have failed this request already at the end. */
export class AvoidingPolicy extends policies.loadBalancing.LoadBalancingPolicy {
  readonly #child: policies.loadBalancing.LoadBalancingPolicy;

  constructor(child: policies.loadBalancing.LoadBalancingPolicy) {
    super();
    this.#child = child;
  }

  override init(client: Client, hosts: HostMap, callback: EmptyCallback): void {
    this.#child.init(client, hosts, callback);
  }

  override getDistance(host: Host): types.distance {
    return this.#child.getDistance(host);
  }

  override newQueryPlan(keyspace: string, options: ExecutionOptions | null, callback: PlanCallback): void {
    const { [AVOIDED_HOSTS]: avoided, [BY_ADDRESS]: byAddress = false } = attemptOptions(options);
    const child: Planner = this.#child;
    if (avoided === undefined && !byAddress) child.newQueryPlan(keyspace, options, callback);
    else
      child.newQueryPlan(keyspace, options, (error, hosts) => {
        if (isError(error)) callback(error, hosts);
        else callback(error, reordered(byAddress ? sorted(hosts) : hosts, avoided ?? new Set()));
      });
  }

  override getOptions(): Map<string, object> {
    return this.#child.getOptions();
  }
}

function attemptOptions(options: ExecutionOptions | null): AttemptOptions {
  const raw: AttemptOptions | undefined = options?.getRawQueryOptions();
  return raw ?? {};
}

function sorted(hosts: Iterator<Host>): Iterator<Host> {
  const all: Host[] = [];
  for (let step = hosts.next(); step.done !== true; step = hosts.next()) all.push(step.value);
  return all.toSorted((one, other) => (one.address < other.address ? -1 : 1)).values();
}

/** The driver passes null when there is none, which its typings leave out too. */
function isError(error: unknown): boolean {
  return error instanceof Error;
}

function* reordered(hosts: Iterator<Host>, avoided: ReadonlySet<string>): Generator<Host, undefined> {
  const last: Host[] = [];
  for (let step = hosts.next(); step.done !== true; step = hosts.next()) {
    if (avoided.has(step.value.address)) last.push(step.value);
    else yield step.value;
  }
  yield* last;
  return undefined;
}
