// What every scene draws with: chance, shapes (signed distances in metres), water's ripples, film.
float hash(float n) { return fract(sin(n) * 43758.5453); }
float hash(vec2 p) {
  p = fract(p * vec2(.1031, .1030));
  p += dot(p, p.yx + 33.33);
  return fract((p.x + p.y) * p.x * 7.);
}
float hash(vec3 p) {
  p = fract(p * .1031);
  p += dot(p, p.zyx + 31.32);
  return fract((p.x + p.y) * p.z);
}

float noise(vec2 p) {
  vec2 i = floor(p), f = p - i, u = f * f * f * (f * (f * 6. - 15.) + 10.);
  return mix(mix(hash(i), hash(i + vec2(1, 0)), u.x), mix(hash(i + vec2(0, 1)), hash(i + 1.), u.x), u.y);
}
float noise(vec3 p) {
  vec3 i = floor(p), f = p - i, u = f * f * (3. - 2. * f);
  return mix(
    mix(mix(hash(i), hash(i + vec3(1, 0, 0)), u.x), mix(hash(i + vec3(0, 1, 0)), hash(i + vec3(1, 1, 0)), u.x), u.y),
    mix(
      mix(hash(i + vec3(0, 0, 1)), hash(i + vec3(1, 0, 1)), u.x), mix(hash(i + vec3(0, 1, 1)), hash(i + 1.), u.x), u.y),
    u.z);
}
const mat2 TURN = mat2(.8, .6, -.6, .8);
float fbm(vec2 p, int octaves) {
  float sum = 0., gain = .5;
  for (int i = 0; i < octaves; i++) {
    sum += gain * noise(p);
    p = TURN * p * 2.03 + 17.;
    gain *= .5;
  }
  return sum / (1. - gain * 2.);
}
float fbm(vec2 p) { return fbm(p, 5); }
float fbm(vec3 p, int octaves) {
  float sum = 0., gain = .5;
  for (int i = 0; i < octaves; i++) {
    sum += gain * noise(p);
    p.xz = TURN * p.xz;
    p = p * 2.02 + 11.;
    gain *= .5;
  }
  return sum / (1. - gain * 2.);
}

mat2 rot(float a) { return mat2(cos(a), sin(a), -sin(a), cos(a)); }
float blend(float a, float b, float k) {
  float h = max(k - abs(a - b), 0.) / k;
  return min(a, b) - h * h * k * .25;
}
float ball(vec3 p, float r) { return length(p) - r; }
float egg(vec3 p, vec3 r) {
  float k = length(p / r);
  return k * (k - 1.) / length(p / (r * r));
}
float box(vec3 p, vec3 b) {
  vec3 q = abs(p) - b;
  return length(max(q, 0.)) + min(max(q.x, max(q.y, q.z)), 0.);
}
float box(vec2 p, vec2 b) {
  vec2 q = abs(p) - b;
  return length(max(q, 0.)) + min(max(q.x, q.y), 0.);
}
float rod(vec3 p, vec3 a, vec3 b, float r) {
  vec3 d = b - a;
  return length(p - a - d * clamp(dot(p - a, d) / dot(d, d), 0., 1.)) - r;
}
float taper(vec3 p, vec3 a, vec3 b, float r, float s) {
  vec3 d = b - a;
  float h = clamp(dot(p - a, d) / dot(d, d), 0., 1.);
  return length(p - a - d * h) - mix(r, s, h);
}
float seg(vec2 p, vec2 a, vec2 b) {
  vec2 d = b - a;
  return length(p - a - d * clamp(dot(p - a, d) / dot(d, d), 0., 1.));
}
float drum(vec3 p, float r, float h) {
  vec2 q = vec2(length(p.xz) - r, abs(p.y) - h);
  return min(max(q.x, q.y), 0.) + length(max(q, 0.));
}
float ring(vec3 p, float r, float t) { return length(vec2(length(p.xy) - r, p.z)) - t; }

// A sea with some wind on it: its height in metres over the mean, finer with every octave.
float crest(vec2 p) {
  float n = 1. - abs(2. * noise(p) - 1.);
  return n * n;
}
float sea(vec2 p, int octaves) {
  float sum = 0., size = .62, step_ = .085;
  vec2 q = p * vec2(.75, 1.3) + 2. * noise(p * .05);
  for (int i = 0; i < octaves; i++) {
    sum += size * crest(q * step_ + float(i) * 7.);
    q = TURN * q + vec2(1.7, .3);
    step_ *= 1.93;
    size *= .47;
  }
  return sum - .5;
}
