/** The event loop runs at least so often (milliseconds). */
const TURN_EVERY = 50;

/** Lets timers, input and drawing run between the steps of a long computation. */
export class EventLoop {
  #turned = performance.now();
  #asked = this.#turned;

  /** Whether it is time for a turn: another step as long as the last one would come too late. */
  due(): boolean {
    const now = performance.now();
    const step = now - this.#asked;
    this.#asked = now;
    return now - this.#turned + step > TURN_EVERY;
  }

  /** One turn of the event loop. */
  async turn(): Promise<void> {
    await new Promise<void>((resolve) => {
      if (typeof setImmediate === 'function') setImmediate(resolve);
      else setTimeout(resolve, 0);
    });
    this.#turned = performance.now();
    this.#asked = this.#turned;
  }
}
