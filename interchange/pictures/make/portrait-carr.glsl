// paper 800x800 samples=4 most=112
// The business editor: hair cut close and high, gold at the ear, a jacket that has sat through annual meetings.
#define HAIRTONE .17
#define CLOTHTONE .30
#define SHIRTTONE 1.
#define LOOK -.006
#include heads.glsl
Sitter face() { return Sitter(.86, .94, .78, 1.18, 1.2, .55, 1.45, 1.12, .35, -.34, -.03); }
void dress(inout float d, vec3 w) {
  vec3 p = posed(w), s = vec3(abs(p.x), p.yz);
  float curl = .030 * (noise(p * 17.) - .5) + .018 * (noise(p * 38.) - .5);
  float crown =
    blend(egg(p - vec3(0, .235, -.12), vec3(.372, .345, .42)), egg(p - vec3(0, .45, -.10), vec3(.325, .21, .35)), .12) +
    curl;
  float line = p.z * .82 - p.y * .50 - .055 + .05 * s.x;
  keep(d, max(max(crown, line), -.04 - p.y - .2 * p.z), HAIR);
  keep(d, taper(s, vec3(.05, .142, .398), vec3(.205, .165, .300), .013, .006), BROW);
  vec3 g = s - vec3(.362, -.155, -.02);
  keep(d, ring(g.zyx, .052, .012), SHIRT);
  vec3 n = vec3(abs(w.x), w.yz);
  float body = blend(taper(n, vec3(.0, -.90, -.14), vec3(.54, -.99, -.15), .27, .22),
    egg(w - vec3(0, -1.38, -.03), vec3(.58, .7, .32)), .15);
  float vee = dot(n.xy - vec2(0, -1.20), normalize(vec2(1., -.42)));
  keep(d, max(body - .015, -vee), CLOTH);
  float lapel = max(body - .035, max(-vee, vee - .13 - .12 * (w.y + 1.06)));
  keep(d, max(lapel, -(1.42 + w.y)), CLOTH);
  float inner = dot(n.xy - vec2(0, -.94), normalize(vec2(1., -.55)));
  keep(d, max(body, -inner), SHIRT);
  keep(d, body + .03, SKIN);
}
vec3 shoot(vec2 at, vec2 size, vec4 luck) { return portrait(at, size, OCHRE, vec3(.70, .46, .32), .62); }
