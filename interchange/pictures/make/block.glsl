// A thing to cut in lino, seen from EYE towards AIM. The scene gives map(), which also says what is hit in `stuff`.
int stuff;
void keep(inout float d, float e, int id) {
  if (e < d) {
    d = e;
    stuff = id;
  }
}
float map(vec3 p);
float march(vec3 o, vec3 d, float from, float to) {
  float t = from;
  for (int i = 0; i < 120; i++) {
    float near = map(o + d * t);
    if (near < .0006 * t) return t;
    t += near * .8;
    if (t > to) break;
  }
  return -1.;
}
vec3 normal(vec3 p, float e) {
  vec2 k = vec2(1, -1);
  return normalize(
    k.xyy * map(p + k.xyy * e) + k.yyx * map(p + k.yyx * e) + k.yxy * map(p + k.yxy * e) + k.xxx * map(p + k.xxx * e));
}
float clear(vec3 p, vec3 l, float far) {
  float t = .02 * far, dim = 1.;
  for (int i = 0; i < 40; i++) {
    float near = map(p + l * t);
    dim = min(dim, 18. * near / t);
    t += clamp(near, .01 * far, .12 * far);
    if (dim < .01 || t > far) break;
  }
  return clamp(dim, 0., 1.);
}
float hollow(vec3 p, vec3 n, float wide) {
  float sum = 0.;
  for (float i = 1.; i < 5.; i++) {
    float s = wide * i * i * .06;
    sum += (s - map(p + n * s)) / (s * i);
  }
  return clamp(1. - .55 * sum, 0., 1.);
}
mat3 lens(vec3 eye, vec3 aim) {
  vec3 z = normalize(aim - eye), x = normalize(cross(vec3(0, 1, 0), z));
  return mat3(x, cross(z, x), z);
}
vec2 unsteady(vec2 uv) { return uv + .0022 * (vec2(noise(uv * 34.), noise(uv * 34. + 50.)) - .5); }
float block(vec2 uv, vec2 size) { return step(box(uv, .5 * size / size.y - .022) + .004 * noise(uv * 60.), 0.); }
