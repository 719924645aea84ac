#include <catch2/catch.hpp>

#include "fhir/xml/xhtml.h"

namespace {

std::string div(const std::string& inside) { return "<div xmlns=\"http://www.w3.org/1999/xhtml\">" + inside + "</div>"; }

}  // namespace

TEST_CASE("markup that a narrative may have is right") {
  const std::string right[] = {
      div("text"), div("<p>a<br/>b</p>"), div("&lt;&amp;&#160;&#xa0;"), div("<table><tbody><tr><td colspan=\"2\">x</td></tr></tbody></table>"),
      div("<a href=\"http://example.org/x\">y</a>"), div("<img src=\"data:image/png;base64,AAAA\" alt=\"x\"/>"), div("<!-- a comment --> x"), div("a > b ]] > ]]&gt; <a title=\"]]>\">c</a>"),
      "<div  xmlns='http://www.w3.org/1999/xhtml' class=\"x\">y</div>",
  };
  for (const auto& text : right) {
    INFO(text);
    CHECK(fhir::xml::check_xhtml(text).value_or("") == "");
  }
}

TEST_CASE("markup that runs code, or is none, is named") {
  const std::pair<std::string, std::string> wrong[] = {
      {div("<script>alert(1)</script>"), "script"},
      {div("<p onclick=\"x()\">y</p>"), "onclick"},
      {div("<a href=\"javascript:x()\">y</a>"), "code"},
      {div("<a href=\"java&#10;script:x()\">y</a>"), "code"},
      {div("<a href=\"JaVaScRiPt:x()\">y</a>"), "code"},
      {div("<iframe src=\"http://x\"/>"), "iframe"},
      {div("<form><input/></form>"), "form"},
      {div("<p>a"), ""},
      {div("<p>a</b></p>"), ""},
      {div("a & b"), "bare '&'"},
      {div("&nbsp;"), "entity"},
      {div("a ]]> b"), "]]>"},
      {div("<![CDATA[x]]>"), "CDATA"},
      {"<div>x</div>", "xmlns"},
      {"<p xmlns=\"http://www.w3.org/1999/xhtml\">x</p>", "div"},
      {div("x") + "more", ""},
      {"", "div"},
  };
  for (const auto& [text, word] : wrong) {
    INFO(text);
    const auto said = fhir::xml::check_xhtml(text);
    REQUIRE(said);
    CHECK(said->find(word) != std::string::npos);
  }
}

TEST_CASE("a narrative has content if it shows text or an image") {
  for (const std::string inside : {"x", "<p> <b>x</b></p>", "&#233;", "&lt;", "&#160;", "<img src=\"#a\"/>", "<p><!-- a --><img alt=\">\" src=\"#a\"></img></p>"}) {
    INFO(inside);
    CHECK(fhir::xml::has_content(div(inside)));
  }
  for (const std::string inside : {"", " \n\t", "<p/>", "<p> </p>", "<br/>", "<p title=\"x > y\"/>", "<!-- x -->", "&#32;&#x0A;", "<!-- <img/> -->", "<i/>", "<hr/><table><tr><td/></tr></table>"}) {
    INFO(inside);
    CHECK_FALSE(fhir::xml::has_content(div(inside)));
  }
  CHECK_FALSE(fhir::xml::has_content("<div xmlns=\"http://www.w3.org/1999/xhtml\"/>"));
}

TEST_CASE("the text of a narrative is what people read of it") {
  CHECK(fhir::xml::xhtml_text(div("<p title=\"a > b\">Pain</p><!-- <b>not this</b> --><b>left</b> &amp; right&#233;&#x1F642;")) ==
        "  Pain   left  & right\u00e9\U0001F642 ");
  CHECK(fhir::xml::xhtml_text("a <b") == "a  ");
  CHECK(fhir::xml::xhtml_text("<!-- a") == " ");
  CHECK(fhir::xml::xhtml_text("R&D & more") == "R&D & more");
  CHECK(fhir::xml::xhtml_text("").empty());
}
