/** A place in a `LinkedList`; keep it to remove its value later without a search. */
export class LinkedNode<T> {
  previous: LinkedNode<T> | undefined = undefined;
  next: LinkedNode<T> | undefined = undefined;
  list: LinkedList<T> | undefined = undefined;

  constructor(readonly value: T) {}
}

/** A FIFO list in which taking out of the middle costs the same as taking the head. */
export class LinkedList<T> {
  #head: LinkedNode<T> | undefined = undefined;
  #tail: LinkedNode<T> | undefined = undefined;
  #size = 0;

  get size(): number {
    return this.#size;
  }

  get head(): T | undefined {
    return this.#head?.value;
  }

  push(value: T): LinkedNode<T> {
    const node = new LinkedNode(value);
    node.list = this;
    node.previous = this.#tail;
    if (this.#tail === undefined) this.#head = node;
    else this.#tail.next = node;
    this.#tail = node;
    this.#size += 1;
    return node;
  }

  shift(): T | undefined {
    const node = this.#head;
    if (node === undefined) return undefined;
    this.remove(node);
    return node.value;
  }

  /** False when the node is no longer in this list. */
  remove(node: LinkedNode<T>): boolean {
    if (node.list !== this) return false;
    if (node.previous === undefined) this.#head = node.next;
    else node.previous.next = node.next;
    if (node.next === undefined) this.#tail = node.previous;
    else node.next.previous = node.previous;
    node.list = node.previous = node.next = undefined;
    this.#size -= 1;
    return true;
  }
}
