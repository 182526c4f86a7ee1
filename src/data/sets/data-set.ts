/** A file and what it must be. */
export interface KnownFile {
  readonly name: string;
  readonly bytes: number;
  /** SHA-256 in hexadecimal digits; undefined where nobody published it. */
  readonly sha256: string | undefined;
}

/** A file that is downloaded. */
export interface SourceFile extends KnownFile {
  readonly sha256: string;
  /** What is put behind the set's own addresses, where that is not its name. */
  readonly at?: string;
}

/** Gives the unpacked bytes of a part by its name. */
export type OpenPart = (name: string) => Promise<Uint8Array>;

/** A public data set, and what it is read into; where it is only got and found, that is not known. */
export interface DataSet<T = unknown> {
  readonly name: string;
  /** What it holds, in one line. */
  readonly title: string;
  /** What its authors allow. */
  readonly licence: string;
  /** The authors' page. */
  readonly homepage: string;
  /** Folders that it may lie in, the first its own. */
  readonly folders: readonly [string, ...string[]];
  /** What is read: files of the folder, there as they are or with '.gz' behind the name. */
  readonly parts: readonly KnownFile[];
  /** What is downloaded: parts, as they are or with '.gz' behind the name, or a '.tar.gz' with all. None: it comes with another set. */
  readonly sources: readonly SourceFile[];
  /** Addresses that the names of the sources are put behind; the first one that works is taken. */
  readonly mirrors: readonly string[];
  /** The set out of its parts. @throws FormatError if a part is damaged or does not fit the others. */
  read(open: OpenPart): Promise<T>;
}
