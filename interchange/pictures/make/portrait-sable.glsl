// paper 800x800 samples=4 most=112
// The night editor: long face, spectacles, a cardigan, hair that has been leaned on.
#define HAIRTONE .55
#define LOOK .010
#define SHIRTTONE 1.05
#define CLOTHTONE .34
#include heads.glsl
Sitter face() { return Sitter(.98, 1.06, 1.1, 1.0, 1., 1.1, .8, 1., 1., .42, .04); }
void dress(inout float d, vec3 w) {
  vec3 p = posed(w), s = vec3(abs(p.x), p.yz);
  float crown =
    egg(p - vec3(0, .225, -.11), vec3(.358, .348, .425)) + .012 * sin(p.x * 34. + 6. * p.y + 3. * sin(p.z * 9.));
  float line = dot(p - vec3(0, .36, .24), normalize(vec3(.22, -.55, .82)));
  keep(d, max(max(crown, line), .02 - p.y - .45 * p.z), HAIR);
  keep(d, max(egg(s - vec3(.33, .09, .02), vec3(.05, .17, .10)) + .008 * sin(p.y * 60.), -.04 - p.y), HAIR);
  float brow = taper(s, vec3(.05, .135, .412), vec3(.205, .155, .318), .017, .010) + .002 * sin(s.x * 150.);
  keep(d, brow, BROW);
  vec3 g = s - vec3(.132, .035, .405);
  g.xz *= rot(.22);
  float rim = max(abs(length(g.xy * vec2(.92, 1.)) - .098) - .0065, abs(g.z) - .008);
  rim = min(rim, rod(s, vec3(0, .055, .445), vec3(.045, .055, .43), .0075));
  rim = min(rim, rod(s, vec3(.232, .06, .37), vec3(.345, .05, -.02), .0065));
  keep(d, rim, SPECS);
  vec3 n = vec3(abs(w.x), w.yz);
  float body = blend(taper(n, vec3(.0, -1.02, -.16), vec3(.60, -1.12, -.16), .30, .25),
    egg(w - vec3(0, -1.5, -.05), vec3(.66, .7, .34)), .15);
  float vee = dot(n.xy - vec2(0, -1.25), normalize(vec2(1., -.62)));
  keep(d, max(body, -vee), CLOTH);
  keep(d, body + .025, SHIRT);
  float collar = max(abs(taper(w, vec3(0, -.66, -.10), vec3(0, -.80, -.12), .215, .275)) - .014,
    abs(w.y + .72 - .25 * w.z - .2 * abs(w.x)) - .085);
  keep(d, max(collar, -dot(n.xz - vec2(.03, .1), normalize(vec2(1., -.35))) * step(0., w.z)), SHIRT);
  keep(d, taper(w, vec3(0, -.80, .165), vec3(.01, -1.3, .30), .045, .075), CLOTH);
}
vec3 shoot(vec2 at, vec2 size, vec4 luck) { return portrait(at, size, PINE, vec3(.955, .80, .63), .78); }
