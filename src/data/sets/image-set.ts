/** Images with their classes. */
export interface ImageSamples {
  /** [N, H, W, C], 0 to 255. */
  readonly images: Uint8Array;
  /** [N], numbers of classes. */
  readonly labels: Uint8Array;
}

/** A set of images of one size in two parts, and the names of their classes. */
export interface ImageSet {
  readonly name: string;
  readonly height: number;
  readonly width: number;
  readonly channels: number;
  /** Name of each class, by its number. */
  readonly classes: readonly string[];
  /** To learn from. */
  readonly train: ImageSamples;
  /** To test with. */
  readonly test: ImageSamples;
}
