// film 2100x1400 samples=4 scale=.8 exposure=1 vignette=.95 colour=1.15 contrast=.3 most=215
// Fog off Thole Point: six buoys in a line to the bar, each paler than the last.
const float EYE = 6.5, LENS = 1.9, HORIZON = .125;

vec3 fog(vec3 d) {
  float sun = max(dot(d, normalize(vec3(.42, .3, 1.9))), 0.);
  float bank = fbm(vec2(d.x * 3., d.y * 11. + 3.), 4);
  vec3 air = mix(vec3(.50, .555, .55), vec3(.42, .49, .50), smoothstep(.0, .5, d.y));
  air += vec3(.40, .33, .22) * pow(sun, 26.) + vec3(.3, .25, .17) * pow(sun, 140.);
  return air * (.86 + .28 * bank * smoothstep(-.02, .25, d.y) + .04);
}

vec3 place(int i) {
  float z = 22.5 * pow(1.66, float(i));
  float across = -.42 + .86 * (1. - pow(.66, float(i)));
  return vec3(across * z / LENS, 0, z);
}

float gull(vec3 p) {
  float body = egg(p, vec3(.11, .12, .3));
  body = blend(body, ball(p - vec3(0, .17, .24), .09), .12);
  body = blend(body, taper(p, vec3(0, .16, .3), vec3(0, .13, .43), .03, .008), .03);
  body = min(body, taper(p, vec3(0, .02, -.2), vec3(0, -.03, -.48), .06, .01));
  return min(body, rod(p, vec3(.04, -.1, 0), vec3(.04, -.3, .0), .012));
}

vec3 perched(vec3 p) { return (p - place(0) - vec3(-.42, 5.2, -.1)).zyx * vec3(1, 1, -1); }

float buoy(vec3 p, int i) {
  float lean = .075 * sin(float(i) * 2.1 + .9);
  p.xy *= rot(lean);
  p.yz *= rot(lean * .6);
  float d = drum(p - vec3(0, .25, 0), 1.35, .55) - .08;
  d = min(d, drum(p - vec3(0, .5, 0), 1.5, .09) - .03);
  vec3 q = p;
  q.xz *= rot(.5);
  q.xz = abs(q.xz);
  float leg = mix(.82, .3, clamp((p.y - .8) / 3.9, 0., 1.));
  d = min(d, rod(q, vec3(.82, .8, .82), vec3(.3, 4.7, .3), .055));
  for (int k = 0; k < 4; k++) {
    float y = 1.5 + float(k) * .95, w = mix(.82, .3, (y - .8) / 3.9), v = mix(.82, .3, (y + .15) / 3.9);
    d = min(d, box(q - vec3(w * .5, y, w), vec3(w * .5, .035, .03)));
    d = min(d, box(q - vec3(w, y, w * .5), vec3(.03, .035, w * .5)));
    d = min(d, rod(q, vec3(0, y, w), vec3(v, y + .95, v), .022));
  }
  d = min(d, drum(p - vec3(0, 4.75, 0), .5, .06));
  d = min(d, drum(p - vec3(0, 5.05, 0), .17, .24) - .03);
  d = min(d, rod(p, vec3(0, 5.2, 0), vec3(0, 6., 0), .04));
  float cone = max(dot(vec2(length(p.xz), p.y - 6.9), vec2(.91, .42)), 5.95 - p.y);
  d = min(d, cone);
  d = min(d, max(drum(p - vec3(0, 2.7, 0), .36, .42), -drum(p - vec3(0, 2.3, 0), .3, .42)));
  return d;
}

float scene(vec3 p) {
  float d = 1e3;
  for (int i = 0; i < 6; i++) {
    vec3 q = p - place(i);
    float far = length(q.xz) - 2.;
    if (far > 3.)
      d = min(d, far);
    else
      d = min(d, buoy(q, i));
  }
  return min(d, gull(perched(p)) * .9);
}

float march(vec3 o, vec3 d) {
  float t = 12.;
  for (int i = 0; i < 90; i++) {
    vec3 p = o + d * t;
    float near = scene(p);
    if (near < .0012 * t * .5) return t;
    t += near * .9;
    if (t > 330. || p.y > 14. || p.y < -.5) break;
  }
  return -1.;
}

vec3 painted(vec3 p, vec3 d) {
  vec2 e = vec2(.02, 0);
  vec3 n = normalize(vec3(
    scene(p + e.xyy) - scene(p - e.xyy), scene(p + e.yxy) - scene(p - e.yxy), scene(p + e.yyx) - scene(p - e.yyx)));
  float rust = fbm(vec2(atan(p.x, p.z) * 3., p.y * .6) * 3.);
  vec3 paint = mix(vec3(.012, .03, .025), vec3(.06, .024, .012), smoothstep(.5, .72, rust));
  if (p.z < 30. && gull(perched(p)) < .03)
    paint = mix(vec3(.42), vec3(.16, .17, .18), step(.06, n.y) * step(p.y, 5.36));
  float up = .5 + .5 * n.y, sun = max(dot(n, normalize(vec3(.5, .45, .5))), 0.);
  paint = mix(vec3(.02, .03, .022), paint, smoothstep(.1, .9, p.y));
  return paint * (vec3(.55, .62, .62) * (.4 + up) + vec3(1.3, 1.05, .75) * sun);
}

vec3 through(vec3 colour, vec3 d, float t) { return mix(fog(vec3(d.x, max(d.y, .0), d.z)), colour, exp(-t * .0088)); }

float swell(vec2 p) {
  return fbm(p * vec2(.16, .42) + 3., 3) * .5 + noise(p * vec2(1.1, 2.4)) * .045 + noise(p * vec2(3., 5.5)) * .012;
}

vec3 shoot(vec2 at, vec2 size, vec4 luck) {
  vec2 uv = (at - .5 * size) / size.y;
  vec3 o = vec3(0, EYE, 0), d = normalize(vec3(uv.x, uv.y - HORIZON, LENS));
  float sea = d.y < -.0005 ? -EYE / d.y : 1e4, t = march(o, d);
  if (t > 0. && t < sea) {
    vec3 p = o + d * t;
    return through(painted(p, d), d, t);
  }
  if (sea > 2000.) return fog(vec3(d.x, max(d.y, 0.), d.z));
  vec3 p = o + d * sea;
  vec2 e = vec2(.03 + .0016 * sea, 0);
  float h = swell(p.xz);
  vec3 n = normalize(vec3(h - swell(p.xz + e.xy), e.x * 5.5, h - swell(p.xz + e.yx)));
  vec3 r = reflect(d, n);
  r.y = abs(r.y);
  float fresnel = .02 + .98 * pow(1. - max(dot(-d, n), 0.), 5.);
  vec3 water = vec3(.030, .058, .052);
  float back = march(p + vec3(0, .02, 0) - r * 11.9, r);
  vec3 sky = back > 0. ? through(painted(p - r * 11.9 + r * back, r), r, sea + back) : fog(r) * .97;
  vec3 colour = mix(water, sky, fresnel * .93);
  return through(colour, d, sea * .82);
}
