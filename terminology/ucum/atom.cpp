#include "terminology/ucum/atom.h"

#include <unordered_map>

namespace terminology::ucum {
namespace {

using Kind = Atom::Kind;

constexpr Prefix prefixes[] = {
    {"Y", "1e24"}, {"Z", "1e21"}, {"E", "1e18"}, {"P", "1e15"}, {"T", "1e12"}, {"G", "1e9"}, {"M", "1e6"}, {"k", "1e3"}, {"h", "1e2"}, {"da", "1e1"},
    {"d", "1e-1"}, {"c", "1e-2"}, {"m", "1e-3"}, {"u", "1e-6"}, {"n", "1e-9"}, {"p", "1e-12"}, {"f", "1e-15"}, {"a", "1e-18"}, {"z", "1e-21"}, {"y", "1e-24"},
    {"Ki", "1024"}, {"Mi", "1048576"}, {"Gi", "1073741824"}, {"Ti", "1099511627776"},
};

constexpr Atom base(std::string_view code, bool metric = false) { return {code, metric, Kind::base, {}, {}, {}}; }
constexpr Atom metric(std::string_view code, std::string_view value, std::string_view unit) { return {code, true, Kind::derived, value, unit, {}}; }
constexpr Atom other(std::string_view code, std::string_view value, std::string_view unit) { return {code, false, Kind::derived, value, unit, {}}; }
constexpr Atom function(std::string_view code, bool metric = false) { return {code, metric, Kind::function, {}, {}, {}}; }

/// The codes and their figures are facts of UCUM, the Unified Code for Units of Measure, © Regenstrief Institute and the UCUM
/// Organization. Left out are physical constants whose figures its versions give differently.
constexpr Atom atoms[] = {
    // https://ucum.org/ucum#section-Base-Units
    base("m", true), base("s", true), base("g", true), base("rad", true), base("K", true), base("C", true), base("cd", true),
    // Numbers
    other("10*", "10", "1"), other("10^", "10", "1"), other("[pi]", "3.14159265358979323846", "1"),
    other("%", "1e-2", "1"), other("[ppth]", "1e-3", "1"), other("[ppm]", "1e-6", "1"), other("[ppb]", "1e-9", "1"), other("[pptr]", "1e-12", "1"),
    // SI
    base("mol", true), metric("sr", "1", "rad2"), metric("Hz", "1", "s-1"), metric("N", "1", "kg.m/s2"), metric("Pa", "1", "N/m2"), metric("J", "1", "N.m"),
    metric("W", "1", "J/s"), metric("A", "1", "C/s"), metric("V", "1", "J/C"), metric("F", "1", "C/V"), metric("Ohm", "1", "V/A"), metric("S", "1", "Ohm-1"),
    metric("Wb", "1", "V.s"), metric("T", "1", "Wb/m2"), metric("H", "1", "Wb/A"), metric("lm", "1", "cd.sr"), metric("lx", "1", "lm/m2"), metric("Bq", "1", "s-1"),
    metric("Gy", "1", "J/kg"), metric("Sv", "1", "J/kg"),
    {"Cel", true, Kind::shifted, "1", "K", "273.15"},
    // ISO 1000 and others used with SI
    other("gon", "0.9", "deg"), other("deg", "2", "[pi].rad/360"), other("'", "1", "deg/60"), other("''", "1", "'/60"),
    metric("l", "1", "dm3"), metric("L", "1", "l"), metric("ar", "100", "m2"),
    other("min", "60", "s"), other("h", "60", "min"), other("d", "24", "h"), other("wk", "7", "d"),
    other("a_t", "365.24219", "d"), other("a_j", "365.25", "d"), other("a_g", "365.2425", "d"), other("a", "1", "a_j"),
    other("mo_s", "29.53059", "d"), other("mo_j", "1", "a_j/12"), other("mo_g", "1", "a_g/12"), other("mo", "1", "mo_j"),
    metric("t", "1e3", "kg"), metric("bar", "1e5", "Pa"),
    // Constants of agreed figures
    metric("[c]", "299792458", "m/s"), metric("[g]", "9.80665", "m/s2"), other("atm", "101325", "Pa"), metric("[ly]", "1", "[c].a_j"),
    metric("gf", "1", "g.[g]"), other("[lbf_av]", "1", "[lb_av].[g]"),
    // CGS
    metric("Ky", "1", "cm-1"), metric("Gal", "1", "cm/s2"), metric("dyn", "1", "g.cm/s2"), metric("erg", "1", "dyn.cm"), metric("P", "1", "dyn.s/cm2"),
    metric("Bi", "10", "A"), metric("St", "1", "cm2/s"), metric("Mx", "1e-8", "Wb"), metric("G", "1e-4", "T"), metric("Oe", "250", "/[pi].A/m"),
    metric("Gb", "1", "Oe.cm"), metric("sb", "1", "cd/cm2"), metric("Lmb", "1", "cd/cm2/[pi]"), metric("ph", "1e4", "lx"),
    metric("Ci", "3.7e10", "Bq"), metric("R", "2.58e-4", "C/kg"), metric("RAD", "100", "erg/g"), metric("REM", "1", "RAD"),
    // International customary units
    other("[in_i]", "2.54", "cm"), other("[ft_i]", "12", "[in_i]"), other("[yd_i]", "3", "[ft_i]"), other("[mi_i]", "5280", "[ft_i]"),
    other("[fth_i]", "6", "[ft_i]"), other("[nmi_i]", "1852", "m"), other("[kn_i]", "1", "[nmi_i]/h"), other("[sin_i]", "1", "[in_i]2"),
    other("[sft_i]", "1", "[ft_i]2"), other("[syd_i]", "1", "[yd_i]2"), other("[cin_i]", "1", "[in_i]3"), other("[cft_i]", "1", "[ft_i]3"),
    other("[cyd_i]", "1", "[yd_i]3"), other("[bf_i]", "144", "[in_i]3"), other("[cr_i]", "128", "[ft_i]3"), other("[mil_i]", "1e-3", "[in_i]"),
    other("[cml_i]", "1", "[pi]/4.[mil_i]2"), other("[hd_i]", "4", "[in_i]"),
    // US and British lengths and areas
    other("[ft_us]", "1200", "m/3937"), other("[yd_us]", "3", "[ft_us]"), other("[in_us]", "1", "[ft_us]/12"), other("[rd_us]", "16.5", "[ft_us]"),
    other("[ch_us]", "4", "[rd_us]"), other("[lk_us]", "1", "[ch_us]/100"), other("[rch_us]", "100", "[ft_us]"), other("[rlk_us]", "1", "[rch_us]/100"),
    other("[fth_us]", "6", "[ft_us]"), other("[fur_us]", "40", "[rd_us]"), other("[mi_us]", "8", "[fur_us]"), other("[acr_us]", "160", "[rd_us]2"),
    other("[srd_us]", "1", "[rd_us]2"), other("[smi_us]", "1", "[mi_us]2"), other("[sct]", "1", "[mi_us]2"), other("[twp]", "36", "[sct]"),
    other("[mil_us]", "1e-3", "[in_us]"),
    other("[in_br]", "2.539998", "cm"), other("[ft_br]", "12", "[in_br]"), other("[rd_br]", "16.5", "[ft_br]"), other("[ch_br]", "4", "[rd_br]"),
    other("[lk_br]", "1", "[ch_br]/100"), other("[fth_br]", "6", "[ft_br]"), other("[pc_br]", "2.5", "[ft_br]"), other("[yd_br]", "3", "[ft_br]"),
    other("[mi_br]", "5280", "[ft_br]"), other("[nmi_br]", "6080", "[ft_br]"), other("[kn_br]", "1", "[nmi_br]/h"), other("[acr_br]", "4840", "[yd_br]2"),
    // US and British volumes
    other("[gal_us]", "231", "[in_i]3"), other("[bbl_us]", "42", "[gal_us]"), other("[qt_us]", "1", "[gal_us]/4"), other("[pt_us]", "1", "[qt_us]/2"),
    other("[gil_us]", "1", "[pt_us]/4"), other("[foz_us]", "1", "[gil_us]/4"), other("[fdr_us]", "1", "[foz_us]/8"), other("[min_us]", "1", "[fdr_us]/60"),
    other("[crd_us]", "128", "[ft_i]3"), other("[bu_us]", "2150.42", "[in_i]3"), other("[gal_wi]", "1", "[bu_us]/8"), other("[pk_us]", "1", "[bu_us]/4"),
    other("[dqt_us]", "1", "[pk_us]/8"), other("[dpt_us]", "1", "[dqt_us]/2"), other("[tbs_us]", "1", "[foz_us]/2"), other("[tsp_us]", "1", "[tbs_us]/3"),
    other("[cup_us]", "16", "[tbs_us]"), other("[foz_m]", "30", "mL"), other("[cup_m]", "240", "mL"), other("[tsp_m]", "5", "mL"), other("[tbs_m]", "15", "mL"),
    other("[gal_br]", "4.54609", "l"), other("[pk_br]", "2", "[gal_br]"), other("[bu_br]", "4", "[pk_br]"), other("[qt_br]", "1", "[gal_br]/4"),
    other("[pt_br]", "1", "[qt_br]/2"), other("[gil_br]", "1", "[pt_br]/4"), other("[foz_br]", "1", "[gil_br]/5"), other("[fdr_br]", "1", "[foz_br]/8"),
    other("[min_br]", "1", "[fdr_br]/60"),
    // Avoirdupois, troy and apothecaries' weights
    other("[gr]", "64.79891", "mg"), other("[lb_av]", "7000", "[gr]"), other("[oz_av]", "1", "[lb_av]/16"), other("[dr_av]", "1", "[oz_av]/16"),
    other("[scwt_av]", "100", "[lb_av]"), other("[lcwt_av]", "112", "[lb_av]"), other("[ston_av]", "20", "[scwt_av]"), other("[lton_av]", "20", "[lcwt_av]"),
    other("[stone_av]", "14", "[lb_av]"), other("[pwt_tr]", "24", "[gr]"), other("[oz_tr]", "20", "[pwt_tr]"), other("[lb_tr]", "12", "[oz_tr]"),
    other("[sc_ap]", "20", "[gr]"), other("[dr_ap]", "3", "[sc_ap]"), other("[oz_ap]", "8", "[dr_ap]"), other("[lb_ap]", "12", "[oz_ap]"),
    other("[oz_m]", "28", "g"),
    // Typesetters' lengths
    other("[lne]", "1", "[in_i]/12"), other("[pnt]", "1", "[lne]/6"), other("[pca]", "12", "[pnt]"), other("[pnt_pr]", "0.013837", "[in_i]"),
    other("[pca_pr]", "12", "[pnt_pr]"), other("[pied]", "32.48", "cm"), other("[pouce]", "1", "[pied]/12"), other("[ligne]", "1", "[pouce]/12"),
    other("[didot]", "1", "[ligne]/6"), other("[cicero]", "12", "[didot]"),
    // Heat
    {"[degF]", false, Kind::shifted, "5", "K/9", "459.67"}, {"[degRe]", false, Kind::shifted, "5", "K/4", "218.52"}, other("[degR]", "5", "K/9"),
    metric("cal_[15]", "4.18580", "J"), metric("cal_[20]", "4.18190", "J"), metric("cal_m", "4.19002", "J"), metric("cal_IT", "4.1868", "J"),
    metric("cal_th", "4.184", "J"), metric("cal", "1", "cal_th"), other("[Cal]", "1", "kcal_th"),
    other("[Btu_39]", "1.05967", "kJ"), other("[Btu_59]", "1.05480", "kJ"), other("[Btu_60]", "1.05468", "kJ"), other("[Btu_m]", "1.05587", "kJ"),
    other("[Btu_IT]", "1.05505585262", "kJ"), other("[Btu_th]", "1.054350", "kJ"), other("[Btu]", "1", "[Btu_th]"), other("[HP]", "550", "[ft_i].[lbf_av]/s"),
    // The clinic
    metric("m[H2O]", "9.80665", "kPa"), metric("m[Hg]", "133.3220", "kPa"), other("[in_i'H2O]", "1", "m[H2O].[in_i]/m"), other("[in_i'Hg]", "1", "m[Hg].[in_i]/m"),
    other("[PRU]", "1", "mm[Hg].s/ml"), other("[wood'U]", "1", "mm[Hg].min/L"), other("[diop]", "1", "/m"), other("[mesh_i]", "1", "/[in_i]"),
    other("[Ch]", "1", "mm/3"), other("[drp]", "1", "ml/20"), other("[MET]", "3.5", "mL/min/kg"), base("[hnsf'U]"),
    function("[p'diop]"), function("%[slope]"), function("[hp'_X]"), function("[hp'_C]"), function("[hp'_M]"), function("[hp'_Q]"), function("[hp_X]"),
    function("[hp_C]"), function("[hp_M]"), function("[hp_Q]"), function("[kp_X]"), function("[kp_C]"), function("[kp_M]"), function("[kp_Q]"),
    // The laboratory
    base("eq", true), base("osm", true), function("[pH]"), metric("g%", "1", "g/dl"), other("[S]", "1", "10*-13.s"), base("[HPF]"), other("[LPF]", "100", "[HPF]"),
    metric("kat", "1", "mol/s"), metric("U", "1", "umol/min"), base("[iU]", true), metric("[IU]", "1", "[iU]"),
    base("[arb'U]"), base("[USP'U]"), base("[GPL'U]"), base("[MPL'U]"), base("[APL'U]"), base("[beth'U]"), base("[anti'Xa'U]"), base("[todd'U]"),
    base("[dye'U]"), base("[smgy'U]"), base("[bdsk'U]"), base("[ka'U]"), base("[knk'U]"), base("[mclg'U]"), base("[tb'U]"), base("[CCID_50]"),
    base("[TCID_50]"), base("[EID_50]"), base("[PFU]"), base("[FFU]"), base("[CFU]"), base("[IR]"), base("[BAU]"), base("[AU]"), base("[Amb'a'1'U]"),
    base("[PNU]"), base("[Lf]"), base("[D'ag'U]"), base("[FEU]"), base("[ELU]"), base("[NTU]"), base("[FNU]"),
    // Levels
    function("Np", true), function("B", true), function("B[SPL]", true), function("B[V]", true), function("B[mV]", true), function("B[uV]", true),
    function("B[10.nV]", true), function("B[W]", true), function("B[kW]", true),
    // Others
    metric("st", "1", "m3"), other("Ao", "0.1", "nm"), other("b", "100", "fm2"), other("att", "1", "kgf/cm2"), metric("mho", "1", "S"),
    other("[psi]", "1", "[lbf_av]/[in_i]2"), other("circ", "2", "[pi].rad"), other("sph", "4", "[pi].sr"), other("[car_m]", "0.2", "g"),
    other("[car_Au]", "1", "/24"), function("bit_s"), metric("bit", "1", "1"), metric("By", "8", "bit"), metric("Bd", "1", "/s"),
};

}  // namespace

std::span<const Atom> all_atoms() { return atoms; }

const Atom* atom_of(std::string_view code) {
  static const auto by_code = [] {
    std::unordered_map<std::string_view, const Atom*> map;
    for (const Atom& atom : atoms) map.emplace(atom.code, &atom);
    return map;
  }();
  const auto found = by_code.find(code);
  return found == by_code.end() ? nullptr : found->second;
}

Prefixed prefixed_atom_of(std::string_view code) {
  for (const Prefix& prefix : prefixes) {
    if (!code.starts_with(prefix.code)) continue;
    const Atom* atom = atom_of(code.substr(prefix.code.size()));
    if (atom != nullptr && atom->metric) return {&prefix, atom};
  }
  return {};
}

}  // namespace terminology::ucum
