// The picture library over another form: choosing a picture, uploading one on the spot, and what is known of a picture.
//
// Scripts without imports ask by events on the document; each gets its answer through a function it gives:
//   picture:choose {title, done(picture), files, closed()}   the dialog, with the library or with these files to upload
//   picture:describe {picture, done(picture), closed()}      the dialog, with the words of one picture
// "picture:known" is told of every picture that is known anew. A picture is what the desk's facts say of it.

import { Library, Words, goneOf } from "desk/picture-sides";
import { dialog, upload } from "desk/picture-talk";

export { factsOf, isThere, upload } from "desk/picture-talk";

const isFiles = (data) => Boolean(data?.types.includes("Files"));

/** The dialog itself: which of its two sides is shown, uploads, and giving the answer once. */
class Chooser {
  constructor() {
    const part = (name) => dialog.querySelector(`[data-${name}]`);
    const tell = this.voice(part("tell"), part("wrong"));
    this.tell = tell;
    [this.title, this.browse, this.files] = ["title", "browse", "files"].map(part);
    [this.line, this.lineWords, this.bar] = [part("upload-line"), part("upload-words"), dialog.querySelector("progress")];
    this.library = new Library(part, tell, (picture) => this.finish(picture));
    this.words = new Words(part, tell, (picture) => this.finish(picture));
    part("close").addEventListener("click", () => this.leave());
    part("back").addEventListener("click", () => this.showLibrary());
    part("stop").addEventListener("click", () => this.uploading?.abort());
    dialog.addEventListener("cancel", (event) => {
      if (event.target !== dialog) return; // the choice of a file has an event of that name too
      event.preventDefault();
      this.leave();
    });
    dialog.addEventListener("close", () => dialog.open || this.closed()); // it may be open again
    if (this.browse) this.takeFiles();
  }

  /** tell(words) says something once; tell.wrong(words) says what is the matter, until it is no more. */
  voice(said, wrong) {
    const tell = (words) => {
      clearTimeout(this.saying);
      said.textContent = "";
      this.saying = setTimeout(() => { said.textContent = words; }, 100);
    };
    tell.wrong = (words) => { wrong.textContent = words; };
    return tell;
  }

  open({ title = "Choose a picture", done, files = [], picture = null, closed }) {
    if (dialog.open) return;
    [this.done, this.left, this.name] = [done, closed, title];
    this.tell.wrong("");
    dialog.showModal();
    if (picture) return this.describe(picture, "What all stories say of it, unless they say otherwise.", "Save");
    this.showLibrary();
    this.library.open();
    if (files.length) this.upload(files);
  }

  showLibrary() {
    this.turn(this.name, this.words.form, this.library.part);
    this.library.field.focus();
  }

  describe(picture, about, act) {
    this.turn(act === "Save" ? "Complete the picture" : "Describe the picture", this.library.part, this.words.form);
    this.words.submit.textContent = act;
    dialog.querySelector("[data-back]").hidden = act === "Save";
    this.words.open(picture, about);
  }

  turn(title, from, to) {
    this.title.textContent = title;
    [from.hidden, to.hidden] = [true, false];
    this.tell.wrong("");
  }

  finish(picture) {
    const { done } = this;
    this.done = this.left = null;
    dialog.close();
    done?.(picture);
  }

  leave() {
    dialog.close();
    this.closed();
  }

  closed() {
    const { left } = this;
    this.library.stop();
    this.uploading?.abort();
    this.line.hidden = true;
    this.uploading = this.done = this.left = null;
    left?.();
  }

  // Uploads: chosen, dropped or pasted

  takeFiles() {
    this.browse.addEventListener("click", () => this.files.click());
    this.files.addEventListener("change", () => {
      this.upload([...this.files.files]);
      this.files.value = "";
    });
    dialog.addEventListener("paste", (event) => {
      if (event.clipboardData.files.length) this.catch(event, event.clipboardData);
    });
    dialog.addEventListener("dragover", (event) => {
      if (isFiles(event.dataTransfer)) event.preventDefault();
      dialog.classList.toggle("choosing-drop", isFiles(event.dataTransfer));
    });
    dialog.addEventListener("dragleave", (event) => {
      if (!dialog.contains(event.relatedTarget)) dialog.classList.remove("choosing-drop");
    });
    dialog.addEventListener("drop", (event) => {
      if (isFiles(event.dataTransfer)) this.catch(event, event.dataTransfer);
    });
  }

  catch(event, data) {
    event.preventDefault();
    dialog.classList.remove("choosing-drop");
    this.upload([...data.files]);
  }

  /** One after the other. A single one is described at once; of several each says what it lacks, and one is chosen. */
  async upload(files) {
    if (!files.length || this.uploading) return;
    if (this.library.part.hidden) this.showLibrary();
    const uploading = this.uploading = new AbortController();
    this.tell.wrong("");
    const { taken, wrong } = await this.uploadAll(files, uploading.signal);
    if (this.uploading !== uploading) return; // the dialog was closed
    this.uploading = null;
    this.line.hidden = true;
    if (taken.length === 1 && files.length === 1) this.uploaded(taken[0]);
    else this.uploadedMany(taken, wrong, uploading.signal.aborted);
  }

  async uploadAll(files, signal) {
    const [taken, wrong] = [[], []];
    for (const [place, file] of files.entries()) {
      const which = files.length > 1 ? ` (${place + 1} of ${files.length})` : "";
      this.show(file, which, 0);
      try {
        const answer = await upload(file, (fraction) => this.show(file, which, fraction), signal);
        await this.library.put(answer.picture);
        taken.push(answer);
      } catch (error) {
        if (error.name === "AbortError") break;
        wrong.push(error.message);
      }
    }
    return { taken, wrong };
  }

  show({ name }, which, fraction) {
    const isSent = fraction >= 1;
    this.line.hidden = false;
    this.lineWords.textContent = `${isSent ? "Looking at" : "Uploading"} ${name}${which}`;
    this.bar.value = fraction;
  }

  uploaded({ picture, known: isKnown }) {
    if (picture.state) return this.tell.wrong(`${picture.name}: this very file is in the library already. ${goneOf(picture)}: not to be used.`);
    if (isKnown && !picture.missing.length) {
      this.library.buttons[0].focus();
      return this.tell("This very file is in the library already: choose it.");
    }
    this.describe(picture, isKnown ? "This very file is in the library already." : "Uploaded. Say what it shows, then use it.", "Use this picture");
    return this.tell(this.words.about.textContent);
  }

  uploadedMany(taken, wrong, isStopped) {
    if (wrong.length) this.tell.wrong(wrong.join(" "));
    if (isStopped) this.tell("Stopped.");
    else if (taken.length) this.tell(taken.length === 1 ? "Uploaded: choose it." : `${taken.length} uploaded: choose one.`);
    if (taken.length) this.library.buttons[0].focus();
    else this.browse.focus();
  }
}

const chooser = dialog && new Chooser();

/** Opens the dialog with the library. One of two is called, once: `done(picture)` for what was chosen, or `closed()`. */
export function choose({ title, done, files, closed }) {
  chooser?.open({ title, done, files, closed });
}

/** Opens the dialog with the words of one picture. One of two is called, once: `done(picture)` when they are kept, or `closed()`. */
export function describe(picture, done, closed) {
  chooser?.open({ picture, done, closed });
}

document.addEventListener("picture:choose", ({ detail }) => choose(detail));
document.addEventListener("picture:describe", ({ detail }) => describe(detail.picture, detail.done, detail.closed));
