/** Something that has a place in a `LinkedList`: the place and what stands there are one object. */
export abstract class LinkedNode<N extends LinkedNode<N>> {
  previous: N | undefined = undefined;
  next: N | undefined = undefined;
  list: LinkedList<N> | undefined = undefined;
}

/** A FIFO list in which taking out of the middle costs the same as taking the head. */
export class LinkedList<N extends LinkedNode<N>> {
  #head: N | undefined = undefined;
  #tail: N | undefined = undefined;
  #size = 0;

  get size(): number {
    return this.#size;
  }

  get head(): N | undefined {
    return this.#head;
  }

  /** Answers what it was given, which must be in no list. */
  push(node: N): N {
    node.list = this;
    node.previous = this.#tail;
    if (this.#tail === undefined) this.#head = node;
    else this.#tail.next = node;
    this.#tail = node;
    this.#size += 1;
    return node;
  }

  shift(): N | undefined {
    const node = this.#head;
    if (node !== undefined) this.remove(node);
    return node;
  }

  /** False when the node is no longer in this list. */
  remove(node: N): boolean {
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
