// paper 800x800 samples=4 most=112
// The columnist of Little Skerrin: a cap, a beard, a jersey, the wind somewhere to the left.
#define HAIRTONE .62
#define CLOTHTONE .40
#define SHIRTTONE .5
#define LOOK .016
#include heads.glsl
Sitter face() { return Sitter(1.05, 1., 1.25, 1.15, 1.15, 1.35, .8, .8, 1.15, .66, -.03); }
void dress(inout float d, vec3 w) {
  vec3 p = posed(w), s = vec3(abs(p.x), p.yz);
  vec3 c = p - vec3(0, .345, -.07);
  c.yz *= rot(-.16);
  float cap = egg(c, vec3(.40, .205, .455));
  cap = blend(cap, egg(c - vec3(.03, .03, .14), vec3(.34, .13, .33)), .12);
  cap = max(cap, -.085 - c.y);
  cap += .006 * noise(c * 14.);
  float brim = max(egg(c - vec3(0, -.10, .335), vec3(.27, .055, .22)), -(c.y + .13 - .25 * (c.z - .2)));
  keep(d, min(cap, brim), CLOTH);
  float hair = max(egg(p - vec3(0, .06, -.14), vec3(.365, .30, .36)) + .012 * noise(p * vec3(30, 8, 30)), p.z - .06);
  keep(d, max(hair, -.22 - p.y), HAIR);
  keep(d, taper(s, vec3(.318, .12, .07), vec3(.30, -.14, .06), .035, .06) + .01 * noise(p * vec3(40, 9, 40)), BEARD);
  float beard = egg(p - vec3(0, -.36, .13), vec3(.285, .235, .275));
  beard = blend(beard, egg(p - vec3(0, -.54, .20), vec3(.17, .20, .17)), .12);
  beard = blend(beard, taper(s, vec3(.285, -.10, .05), vec3(.17, -.32, .22), .05, .10), .06);
  beard += .035 * (fbm(vec3(p.x * 14., p.y * 4., p.z * 14.), 3) - .5);
  beard = carve(beard, egg(p - vec3(0, -.245, .43), vec3(.088, .04, .12)), .03);
  keep(d, max(beard, p.y + .06 - .75 * smoothstep(.0, .3, s.x) * .3), BEARD);
  float lip = taper(s, vec3(.012, -.178, .415), vec3(.165, -.262, .31), .042, .022) +
              .012 * (noise(vec3(s.x * 50., p.y * 10., 1.)) - .5);
  keep(d, lip, BEARD);
  keep(d,
    taper(s, vec3(.05, .135, .420), vec3(.215, .145, .315), .028, .018) + .010 * (noise(p * vec3(60, 22, 30)) - .5),
    BEARD);
  vec3 n = vec3(abs(w.x), w.yz);
  float body = blend(taper(n, vec3(.0, -1.0, -.16), vec3(.66, -1.14, -.16), .32, .26),
    egg(w - vec3(0, -1.5, -.05), vec3(.72, .7, .36)), .15);
  keep(d, body + .006 * sin(w.x * 60. + 2. * sin(w.y * 9.)), CLOTH);
  float roll = length(vec2(length((w.xz - vec2(0, -.06)) * vec2(1, .95)) - .235, (w.y + .74 - .18 * w.z) * .7)) - .075;
  roll += .008 * sin(atan(w.x, w.z) * 46.);
  keep(d, roll, SHIRT);
}
vec3 shoot(vec2 at, vec2 size, vec4 luck) { return portrait(at, size, vec3(.42, .53, .56), vec3(.93, .74, .58), .80); }
