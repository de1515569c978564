// Finds a code in what the camera sees, or in a picture. Pictures stay in memory, and are dropped.

const EVERY = 200; // milliseconds between two looks
const WIDEST = 1280; // pixels: more only costs time

const canvas = document.createElement("canvas");
const drawing = canvas.getContext("2d", { willReadFrequently: true });

export class Camera {
  constructor(video, found) {
    Object.assign(this, { video, found, stream: null, timer: 0 });
  }

  // Start looking; throws what the browser throws where there is no camera, or it is not allowed.
  async start() {
    const wanted = { video: { facingMode: "environment", width: { ideal: WIDEST } }, audio: false };
    this.stream = await navigator.mediaDevices.getUserMedia(wanted);
    this.video.srcObject = this.stream;
    await this.video.play();
    this.timer = setInterval(() => this.#look(), EVERY);
  }

  stop() {
    clearInterval(this.timer);
    this.stream?.getTracks().forEach((track) => track.stop());
    this.video.srcObject = null;
    this.stream = null;
  }

  #look() {
    const { videoWidth: width, videoHeight: height } = this.video;
    const text = width && read(this.video, width, height);
    if (text && this.stream) {
      this.stop();
      this.found(text);
    }
  }
}

// Return the text of the code in a picture, or nothing.
export async function inPicture(file) {
  const picture = await createImageBitmap(file);
  const text = read(picture, picture.width, picture.height);
  picture.close();
  return text;
}

function read(source, width, height) {
  const scale = Math.min(1, WIDEST / Math.max(width, height));
  [canvas.width, canvas.height] = [width * scale, height * scale].map(Math.round);
  drawing.drawImage(source, 0, 0, canvas.width, canvas.height);
  const { data } = drawing.getImageData(0, 0, canvas.width, canvas.height);
  drawing.clearRect(0, 0, canvas.width, canvas.height);
  return window.jsQR(data, canvas.width, canvas.height)?.data ?? "";
}
